// Everything here only quickens what the page does without it.
(() => {
	const d = document, all = (s, f) => d.querySelectorAll(s).forEach(f);
	all("[data-js]", e => { e.hidden = false; });
	all(".errors", e => e.focus());

	// One-key shortcuts: not while typing; the reader can turn them off (WCAG 2.1.4).
	const off = () => { try { return localStorage.keys === "off"; } catch { return false; } };
	const typing = t => t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName) && !/^(checkbox|radio|submit|button)$/.test(t.type);
	const seen = e => e.offsetParent !== null && !e.disabled;
	d.addEventListener("keydown", e => {
		if (e.key === "Escape" && typing(e.target)) return e.target.blur();
		if (e.ctrlKey || e.metaKey || e.altKey || off() || typing(e.target)) return;
		const key = e.key.toLowerCase(), step = { j: 1, k: -1 }[key];
		const rows = [...d.querySelectorAll("a[data-row]")];
		if (step && rows.length) {
			const at = rows.findIndex(r => r.closest("tr,li")?.contains(d.activeElement));
			rows[Math.min(rows.length - 1, Math.max(0, at + step))].focus();
			return e.preventDefault();
		}
		const hit = [...d.querySelectorAll("[data-key]")].find(x => x.dataset.key.toLowerCase() === key && seen(x));
		if (!hit) return;
		e.preventDefault();
		if (typing(hit)) hit.focus(); else hit.click();
	});
	all("[data-keys-toggle]", b => {
		const show = () => { b.textContent = "单键操作：" + (off() ? "关" : "开"); };
		b.onclick = () => { try { localStorage.keys = off() ? "on" : "off"; } catch {} show(); };
		show();
	});

	// What a form asks follows from what was answered, at once; the server decides the same when it is sent.
	all("form:has([data-only-if])", form => {
		const said = code => [...form.elements].filter(e => e.name === "f." + code && !e.closest("[data-only-if][hidden]"))
			.filter(e => !/^(radio|checkbox)$/.test(e.type) || e.checked).map(e => e.value);
		const holds = line => { const at = line.indexOf(":"); return said(line.slice(0, at)).includes(line.slice(at + 1)); };
		const bring = t => {
			const part = d.createElement("div");
			part.dataset.onlyIf = t.dataset.onlyIf; part.append(t.content.cloneNode(true));
			for (const e of part.querySelectorAll("[name]"))
				form.querySelectorAll(`input[type=hidden][name="${CSS.escape(e.name)}"]`).forEach(x => x.remove());
			t.replaceWith(part);
		};
		const ask = () => {
			for (const part of form.querySelectorAll("[data-only-if]")) {
				const asked = part.dataset.onlyIf.split("\n").some(holds);
				if (part.content) { if (asked) bring(part); } else part.hidden = !asked;
			}
			form.querySelectorAll(".asked-part").forEach(s => { s.hidden = ![...s.children].some(c => !/^(H2|TEMPLATE)$/.test(c.tagName) && !c.hidden); });
			form.querySelectorAll("[data-quick]").forEach(e => { e.hidden = true; });
		};
		form.addEventListener("change", ask);
		ask();
	});

	// Unsent work: warn before leaving; save two seconds after the last change.
	const unsent = new Set();
	all("form[data-dirty],form[data-autosave]", form => {
		const note = form.querySelector("[data-saved]"), url = form.dataset.autosave;
		const say = (text, bad) => { if (note) { note.textContent = text; note.classList.toggle("bad", !!bad); } };
		let timer, turn = 0, stopped = !url, busy = false;
		const save = async () => {
			if (busy || stopped) return;
			busy = true; const mine = turn; say("正在保存…");
			try {
				const r = await fetch(url, { method: "POST", body: new URLSearchParams([...new FormData(form)].filter(x => x[1].trim)) });
				const body = await r.json().catch(() => ({}));
				if (r.ok && !r.redirected) {
					if (form.version && body.version != null) form.version.value = body.version;
					if (mine === turn) unsent.delete(form);
					say("已保存 " + body.at);
				} else if (r.status === 409) { stopped = true; say(body.message || "别人刚改过。请先复制您的改动，再重新打开。", true); }
				else if (r.redirected || r.status === 401 || r.status === 403) say("登录已过期，内容还在。请在新标签页登录。", true);
				else throw r;
			} catch { say("没保存上，内容还在，会再试。", true); later(15000); }
			busy = false;
			if (mine !== turn) later(2000);
		};
		const later = ms => { clearTimeout(timer); timer = setTimeout(save, ms); };
		form.addEventListener("input", () => { turn++; unsent.add(form); if (!stopped) { say("有改动未保存"); later(2000); } });
		form.addEventListener("submit", () => { clearTimeout(timer); stopped = true; unsent.delete(form); });
	});
	addEventListener("beforeunload", e => { if (unsent.size) e.preventDefault(); });

	all("[data-copy]", b => b.addEventListener("click", async () => {
		const e = d.getElementById(b.dataset.copy), was = b.textContent;
		try { await navigator.clipboard.writeText(e.value ?? e.textContent.trim()); b.textContent = "已复制"; }
		catch { getSelection().selectAllChildren(e); b.textContent = "已选中"; }
		setTimeout(() => { b.textContent = was; }, 3000);
	}));
	all("[data-print]", b => b.onclick = () => print());

	// Keep the session only while the person is really at work.
	const keep = d.body.dataset.keep;
	let active = false;
	if (keep) {
		for (const t of ["keydown", "pointerdown"]) addEventListener(t, () => { active = true; }, { passive: true });
		setInterval(() => { if (active) { active = false; fetch(keep).catch(() => {}); } }, 300000);
	}
})();
