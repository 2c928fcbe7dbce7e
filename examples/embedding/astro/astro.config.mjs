export default { base: "/tutorial" };
