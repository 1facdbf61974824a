/** Made at build time by `frontend/world.ts`. */
declare module "virtual:world" {
  /** Code (empty: none), name in English and in Chinese, path, and a point inside. */
  const world: { width: number; height: number; shapes: [string, string, string, string, number, number][] };
  export default world;
}
declare module "virtual:tiles" {
  /** Code, column, row, name in English and in Chinese. */
  const tiles: [string, number, number, string, string][];
  export default tiles;
}
