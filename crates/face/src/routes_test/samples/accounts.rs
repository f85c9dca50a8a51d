//! What somebody with an account of their own sends; colleagues have none by being colleagues.

use super::Samples;

impl Samples {
    /// Without an account's session everybody is led to its entrance, or told to log in first.
    pub(super) fn accounts(&mut self) {
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
