/** Made at build time by `frontend/messages.ts`. */
declare module "virtual:messages" {
  const messages: import("./catalogues").Messages;
  export default messages;
}
declare module "virtual:messages/*" {
  const messages: import("./catalogues").Messages;
  export default messages;
}
