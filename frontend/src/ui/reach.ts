/** How far a link to a host reaches: this computer, its network, or anywhere. */
export type Reach = "computer" | "network" | "anywhere";

const NETWORK = /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|\[f[cd]|\[fe[89ab])|\.(?:local|lan|home|internal|home\.arpa)$/;

export function reachOf(host: string): Reach {
  const name = host.toLowerCase();
  if (name === "" || name === "[::1]" || /^(?:127\.|0\.0\.0\.0$)|(?:^|\.)localhost$/.test(name)) return "computer";
  return NETWORK.test(name) || !/[.:]/.test(name) ? "network" : "anywhere"; // a name without a dot is known only nearby
}
