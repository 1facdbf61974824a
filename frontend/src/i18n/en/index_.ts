export const index = {
  "index.soon": "This view is being built.",
};
