/** Words of the view in which policies are tried. */
export const trying = {
  "try.soon": "This view is being built.",
};
