// Drawing on a page, selecting words. Without this, areas are typed in millimetres and words are typed.
(() => {
	const d = document, form = d.querySelector("[data-marking]"), svg = d.querySelector("[data-sheet]"), text = d.querySelector("[data-text]");
	if (!form) return;
	const field = name => form.elements[name], MM = 25.4 / 72;
	const press = value => [...form.querySelectorAll(`button[name=go][value=${value}]`)].pop();

	if (svg) {
		const box = svg.viewBox.baseVal;
		let from, rect;
		const at = e => {
			const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
			return { x: Math.min(box.width, Math.max(0, p.x)), y: Math.min(box.height, Math.max(0, p.y)) };
		};
		const extent = to => ({ left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) });
		const drop = () => { rect?.remove(); from = rect = undefined; };
		svg.addEventListener("pointerdown", e => {
			if (e.button || e.pointerType === "touch") return;
			drop();
			from = at(e);
			rect = d.createElementNS(svg.namespaceURI, "rect");
			rect.setAttribute("class", "drawing");
			svg.append(rect);
			svg.setPointerCapture(e.pointerId);
			e.preventDefault();
		});
		svg.addEventListener("pointermove", e => {
			if (!from) return;
			const area = extent(at(e));
			for (const [name, value] of [["x", area.left], ["y", area.top], ["width", area.width], ["height", area.height]]) rect.setAttribute(name, value);
		});
		svg.addEventListener("pointerup", e => {
			if (!from) return;
			const area = extent(at(e));
			if (area.width < 2 || area.height < 2) return drop();
			for (const name in area) field(name).value = (area[name] * MM).toFixed(2);
			from = undefined;
			if (field("ground").value) form.requestSubmit(press("area"));
			else field("ground").focus();
		});
		svg.addEventListener("pointercancel", drop);
	}

	if (text) d.addEventListener("selectionchange", () => {
		const chosen = d.getSelection();
		if (!chosen.rangeCount || chosen.isCollapsed) return;
		const range = chosen.getRangeAt(0), home = n => (n.nodeType === 1 ? n : n.parentElement).closest("[data-place]");
		const piece = home(range.startContainer);
		if (!piece || !text.contains(piece) || home(range.endContainer) !== piece) return;
		const before = d.createRange();
		before.selectNodeContents(piece);
		before.setEnd(range.startContainer, range.startOffset);
		// Characters, not UTF-16 units: a rare one may be two of those.
		const from = [...before.toString()].length, words = range.toString();
		field("place").value = piece.dataset.place;
		field("from").value = from;
		field("to").value = from + [...words].length;
		field("words").value = words;
	});
})();
