const isCustomElement = (tag) => tag === "grad-walk";

export default {
  title: "A tutorial",
  base: "/tutorial/",
  vue: { template: { compilerOptions: { isCustomElement } } },
};
