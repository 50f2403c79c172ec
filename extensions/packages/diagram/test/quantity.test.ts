import type { Annotation } from "@atlas/contracts";
import { expect, it } from "vitest";

import { metricName, quantity } from "../src/explore/quantity.js";

const plain: Annotation = {
  name: "latency",
  value: 0,
  unit: "s",
  text: "",
  line: 0,
  start: 0,
  end: 0,
  bound: "exact",
  percentile: null,
  upper: null,
};

it.each<[Partial<Annotation>, string]>([
  [{ value: 0.15 }, "150 ms"],
  [{ value: 0 }, "0 s"],
  [{ value: 2.5e-7 }, "250 ns"],
  [{ value: 90 }, "1.5 min"],
  [{ value: 604800 }, "7 d"],
  [{ value: 5, upper: 30 }, "5 s to 30 s"],
  [{ value: 0.1, bound: "at_most" }, "at most 100 ms"],
  [{ value: 1.2e6, unit: "1/s" }, "1.2 M/s"],
  [{ value: 250, unit: "1/s" }, "250 /s".replace(" ", "")],
  [{ value: 4e12, unit: "B" }, "4 TB"],
  [{ value: 1e9, unit: "B/s" }, "1 GB/s"],
  [{ value: 41666.67, unit: "USD/month", bound: "about" }, "about $41.7K/month"],
  [{ value: 8500, unit: "USD/month" }, "$8.5K/month"],
  [{ value: 0.99999, unit: "ratio" }, "99.999 %"],
  [{ value: 512, unit: "1" }, "512"],
  [{ value: 2.1e9, unit: "1" }, "2.1 G"],
])("%o reads %s", (given, words) => {
  expect(quantity({ ...plain, ...given })).toBe(words);
});

it("names the percentile once", () => {
  expect(metricName({ ...plain, percentile: 99 })).toBe("latency p99");
  expect(metricName({ ...plain, name: "p99", percentile: 99 })).toBe("p99");
  expect(metricName({ ...plain, name: "hit_rate" })).toBe("hit rate");
});
