/**
 * Formulas of queueing theory for one station; twin of `atlas_core.sim.flow.estimate.queueing`,
 * which names the sources.
 */

/** The probability that a request has to wait, for `offered` = rate * service < servers. */
export function erlangC(servers: number, offered: number): number {
  let blocking = 1;
  for (let count = 1; count <= servers; count++)
    blocking = (offered * blocking) / (count + offered * blocking);
  return (servers * blocking) / (servers - offered * (1 - blocking));
}

/** The mean wait in an unlimited queue. */
export function waitingTime(
  servers: number,
  rate: number,
  service_s: number,
  arrivalScv: number,
  scv: number,
): number {
  const offered = rate * service_s;
  if (offered <= 0) return 0;
  const wait = (erlangC(servers, offered) * service_s) / (servers - offered);
  return (wait * (arrivalScv + scv)) / 2;
}

/** M/M/c/K: the share of refused requests, and the mean wait of the others. */
export function limitedQueue(
  servers: number,
  rate: number,
  service_s: number,
  queueMax: number,
): [refused: number, waiting_s: number] {
  const offered = rate * service_s;
  let weight = 1;
  let total = 1;
  let inLine = 0;
  for (let count = 1; count <= servers + queueMax; count++) {
    weight *= offered / Math.min(count, servers);
    total += weight;
    inLine += weight * Math.max(0, count - servers);
    if (total > 1e200) {
      weight /= total;
      inLine /= total;
      total = 1;
    }
  }
  const refused = weight / total;
  const taken = rate * (1 - refused);
  return [refused, taken > 0 ? inLine / total / taken : 0];
}

/** How unsteady the stream of those who leave is (Whitt 1983, equation 38). */
export function departureScv(
  servers: number,
  utilisation: number,
  arrivalScv: number,
  scv: number,
): number {
  const square = utilisation * utilisation;
  return (
    1 + (1 - square) * (arrivalScv - 1) + (square / Math.sqrt(servers)) * (Math.max(scv, 0.2) - 1)
  );
}

/** The mean of the longest of independent exponential times; exact for up to 4 of them. */
export function longestTime(means_s: readonly number[]): number {
  const means = means_s
    .filter((mean) => mean > 0)
    .sort((a, b) => b - a)
    .slice(0, 4);
  let total = 0;
  for (let chosen = 1; chosen < 1 << means.length; chosen++) {
    let rate = 0;
    let size = 0;
    means.forEach((mean, index) => {
      if (((chosen >> index) & 1) === 0) return;
      rate += 1 / mean;
      size += 1;
    });
    total += (size % 2 === 1 ? 1 : -1) / rate;
  }
  return total;
}

/** The relative standard deviation of a mean wait that `requests` in a row give. */
export function samplingError(utilisation: number, requests: number, scv: number): number {
  const rho = Math.min(utilisation, 0.9999);
  const spread = rho * (2 + 5 * rho - 4 * rho * rho + rho ** 3);
  return Math.sqrt(
    (spread * Math.max(scv, 0.1)) / (Math.max(requests, 1) * (1 - rho) * (1 - rho)),
  );
}
