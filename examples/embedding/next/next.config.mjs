export default { output: "export", basePath: "/tutorial" };
