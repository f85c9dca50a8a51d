//! What an applicant sends.

use super::{FILE, File, Samples};

impl Samples {
    /// Without a form or a pass in the browser, everybody is led to where it begins.
    pub(super) fn applying(&mut self) {
        let paper: File = ("files", "证件.pdf", FILE);
        self.post("/apply", "/apply".into(), &[]).note = " nobody chosen";
        self.post("/apply/wanted", "/apply/wanted".into(), &[("info_name", "停车")]);
        self.post("/apply/found", "/apply/found".into(), &[]);
        self.post("/apply/who", "/apply/who".into(), &[("name", "陈晓月")])
            .file = Some(paper);
        self.post("/apply/check", "/apply/check".into(), &[]);
        self.post("/apply/forget", "/apply/forget".into(), &[]);
        self.post("/apply/relay", "/apply/relay".into(), &[]);
        self.post(
            "/apply/relay/open",
            "/apply/relay/open".into(),
            &[("figures", "12")],
        );
        self.post("/track", "/track".into(), &[]);
        self.post("/track/end", "/track/end".into(), &[]);
        self.get(
            "/track/case/letters/{id}/{form}",
            "/track/case/letters/1/pdf".into(),
        );
        self.get("/track/case/papers/{id}", "/track/case/papers/1".into());
        self.get("/track/case/acts/{act}", "/track/case/acts/withdraw".into());
        self.post("/track/case/acts/{act}", "/track/case/acts/withdraw".into(), &[])
            .file = Some(paper);
        self.accounts();
    }

    /// Without an account's session everybody is led to its entrance, or told to log in first.
    fn accounts(&mut self) {
        for path in ["/my/new", "/my/login", "/my/reset"] {
            self.post(path, path.into(), &[]).note = " nothing typed";
        }
        let shown = [("current_password", "五个人签字才公开一份文件")];
        for path in ["/my/password", "/my/recovery", "/my/close"] {
            self.post(path, path.into(), &shown);
        }
        for path in ["/my/logout", "/my/code", "/my/cases"] {
            self.post(path, path.into(), &[]);
        }
        self.post("/my/cases/{id}", "/my/cases/1".into(), &[]);
        self.get("/my/cases/{id}/remove", "/my/cases/1/remove".into());
        self.post("/my/cases/{id}/remove", "/my/cases/1/remove".into(), &[]);
    }
}
