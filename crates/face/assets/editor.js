// A plain surface over the text area: what is typed goes back into it, and the server cleans it again.
// Undo is the browser's own. Without this script the text area works as it is.
(() => {
	const d = document, host = d.querySelector("[data-editor]");
	if (!host || !("execCommand" in d)) return;
	const area = host.querySelector("textarea"), form = area.form;
	const rich = d.createElement("div"), bar = d.createElement("div"), note = d.createElement("output");
	const label = host.querySelector("label");
	label.id = "body-label";
	Object.assign(rich, { className: "rich text", contentEditable: "true", tabIndex: 0 });
	rich.id = "body-rich";
	for (const [k, v] of [["role", "textbox"], ["aria-multiline", "true"], ["aria-labelledby", "body-label"]]) rich.setAttribute(k, v);
	const described = area.getAttribute("aria-describedby");
	if (described) rich.setAttribute("aria-describedby", described);
	if (area.getAttribute("aria-invalid")) rich.setAttribute("aria-invalid", "true");
	bar.className = "rich-bar";
	bar.setAttribute("role", "toolbar");
	bar.setAttribute("aria-label", "正文格式");

	const esc = t => t.replace(/[&<>]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
	const marked = /<(p|h\d|ul|ol|table|div|br|blockquote)\b/i.test(area.value);
	const plain = t => t.split("\n").filter(x => x.trim()).map(x => "<p>" + esc(x) + "</p>").join("");
	// What the area holds may have been typed by hand: it passes the server's cleaning before it is shown.
	const show = html => { rich.innerHTML = html || "<p><br></p>"; };
	const clean = async (html, text) => {
		const r = await fetch(host.dataset.clean, { method: "POST", headers: { accept: "application/json" },
			body: new URLSearchParams({ csrf: form.csrf.value, html, text }) });
		if (!r.ok || r.redirected) throw r;
		return (await r.json()).html;
	};
	const take = () => { area.value = rich.innerHTML; };
	const changed = () => { take(); area.dispatchEvent(new Event("input", { bubbles: true })); };

	const acts = [["正文", "formatBlock", "p"], ["标题", "formatBlock", "h2"], ["小标题", "formatBlock", "h3"], ["加粗", "bold"],
		["编号", "insertOrderedList"], ["列表", "insertUnorderedList"], ["链接", "createLink"], ["去链接", "unlink"], ["撤销", "undo"], ["重做", "redo"]];
	acts.forEach(([words, command, value], n) => {
		const b = d.createElement("button");
		b.type = "button";
		b.textContent = words;
		b.tabIndex = n ? -1 : 0;
		b.addEventListener("mousedown", e => e.preventDefault());
		b.addEventListener("click", () => {
			rich.focus();
			let given = value;
			if (command === "createLink" && !(given = prompt("链接地址，以 https:// 或 / 开头", "https://"))) return;
			d.execCommand(command, false, given);
		});
		bar.append(b);
	});
	// One stop for Tab; arrows move within, as toolbars do.
	bar.addEventListener("keydown", e => {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key], all = [...bar.querySelectorAll("button")];
		if (!step) return;
		const to = all[(all.indexOf(d.activeElement) + step + all.length) % all.length];
		all.forEach(b => { b.tabIndex = b === to ? 0 : -1; });
		to.focus();
		e.preventDefault();
	});
	bar.append(note);

	rich.addEventListener("input", e => { e.stopPropagation(); changed(); });
	rich.addEventListener("paste", async e => {
		const data = e.clipboardData, html = data.getData("text/html"), text = data.getData("text/plain");
		if (!html && !text) return;
		e.preventDefault();
		note.textContent = "正在清理格式…";
		const range = getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
		let put;
		try { put = html || text.includes("\n") ? await clean(html, text) : esc(text); note.textContent = ""; }
		catch { put = plain(text); note.textContent = "没连上服务器，已按纯文本粘贴"; }
		rich.focus();
		if (range) { getSelection().removeAllRanges(); getSelection().addRange(range); }
		d.execCommand("insertHTML", false, put);
	});
	// Pictures and files do not belong into the text: they are attachments.
	rich.addEventListener("drop", e => { if (e.dataTransfer.files.length) { e.preventDefault(); note.textContent = "文件请作为附件上传"; } });
	form.addEventListener("submit", take);
	d.addEventListener("click", e => { if (e.target.closest('a[href="#body"]')) { e.preventDefault(); rich.focus(); rich.scrollIntoView({ block: "center" }); } });

	const begin = html => {
		show(html);
		try { d.execCommand("defaultParagraphSeparator", false, "p"); d.execCommand("styleWithCSS", false, false); } catch { /* older engines keep their own */ }
		area.hidden = true;
		area.after(bar, rich);
	};
	if (!area.value.trim()) begin("");
	else clean(marked ? area.value : "", marked ? "" : area.value).then(begin, () => { /* the text area stays */ });
})();
