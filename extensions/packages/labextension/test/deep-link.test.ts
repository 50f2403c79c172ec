import { describe, expect, it } from "vitest";

import { linkedPlace, nodeAnchor, nodeLink, withoutLink } from "../src/reader/deep-link.js";

const alone = { origin: "http://127.0.0.1:8888", baseUrl: "/", hubPrefix: "" };
const onHub = { origin: "https://hub.example", baseUrl: "/user/ada/", hubPrefix: "/hub/" };

describe("a link to a node", () => {
  it.each(["DB", "a:b#c", "支払い &=+%", 'x"<script>'])("comes back as %s", (node) => {
    const link = nodeLink("docs/shop/cart#12", node, alone);

    const place = linkedPlace(new URL(link).search);

    expect(place?.page).toBe("docs/shop/cart");
    expect(nodeAnchor(place?.anchor ?? "")).toEqual({ diagram: 12, node });
  });

  it("can be read, and on a hub names nobody", () => {
    expect(nodeLink("course/storm#2", "DB", alone)).toBe(
      "http://127.0.0.1:8888/lab?atlas=course/storm%232%3ADB",
    );
    expect(nodeLink("course/storm#2", "DB", onHub)).toBe(
      "https://hub.example/hub/user-redirect/lab?atlas=course/storm%232%3ADB",
    );
  });

  it("may lead to a page or a heading only, or nowhere", () => {
    expect(linkedPlace("?atlas=course/storm")).toEqual({ page: "course/storm", anchor: "" });
    expect(linkedPlace("?a=1&atlas=p%23why")).toEqual({ page: "p", anchor: "why" });
    expect(linkedPlace("?atlas=")).toBeNull();
    expect(linkedPlace("?reset")).toBeNull();
    expect(nodeAnchor("why")).toBeNull();
  });

  it("leaves the rest of the query alone", () => {
    expect(withoutLink("?atlas=x")).toBe("");
    expect(withoutLink("?reset=1&atlas=x")).toBe("?reset=1");
  });
});
