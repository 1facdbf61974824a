export const data = {
  "data.soon": "This view is being built.",
};
