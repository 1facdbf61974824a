export const explore = {
  "explore.soon": "This view is being built.",
};
