export const diagnose = {
  "diagnose.soon": "This view is being built.",
};
