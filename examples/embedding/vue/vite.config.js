import vue from "@vitejs/plugin-vue";

const isCustomElement = (tag) => tag === "grad-walk";

export default { base: "/tutorial/", plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
