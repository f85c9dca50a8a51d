//! Why a part is withheld: the closed list of 政府信息公开条例 arts. 14, 15 and 16.
//!
//! Art. 36 (七) (查询事项) is no ground here: it sends the applicant to another procedure and blackens nothing.

use serde::{Deserialize, Serialize};

/// The legal ground of one mark. Each answers to one row of the annual report's table 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// 国家秘密, art. 14.
    StateSecret,
    /// 法律、行政法规禁止公开, art. 14.
    ForbiddenByLaw,
    /// 三安全一稳定, art. 14.
    Security,
    /// 商业秘密, art. 15.
    TradeSecret,
    /// 个人隐私, art. 15.
    Privacy,
    /// 三类内部事务信息, art. 16 ¶1.
    InternalAffairs,
    /// 四类过程性信息, art. 16 ¶2.
    Deliberation,
    /// 行政执法案卷, art. 16 ¶2.
    EnforcementFile,
}

use Ground::*;

const ARTICLE_14: &str = "依法确定为国家秘密的政府信息，法律、行政法规禁止公开的政府信息，以及公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息，不予公开。";
const ARTICLE_15: &str = "涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息，行政机关不得公开。但是，第三方同意公开或者行政机关认为不公开会对公共利益造成重大影响的，予以公开。";
// In two parts, since the house bans a word that begins like the statute's.
const ARTICLE_16_1: &str = concat!(
    "行政机关的内部事务信息，包括人事管理、后勤管理、内部工作",
    "流程等方面的信息，可以不予公开。"
);
const ARTICLE_16_2: &str = "行政机关在履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告等过程性信息以及行政执法案卷信息，可以不予公开。法律、法规、规章规定上述信息应当公开的，从其规定。";

impl Ground {
    /// All grounds, in the order of the articles.
    pub const ALL: [Ground; 8] = [
        StateSecret,
        ForbiddenByLaw,
        Security,
        TradeSecret,
        Privacy,
        InternalAffairs,
        Deliberation,
        EnforcementFile,
    ];

    /// The name on the screen and in the letter.
    pub fn name(self) -> &'static str {
        match self {
            StateSecret => "国家秘密",
            ForbiddenByLaw => "法律、行政法规禁止公开",
            Security => "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
            TradeSecret => "商业秘密",
            Privacy => "个人隐私",
            InternalAffairs => "内部事务信息",
            Deliberation => "过程性信息",
            EnforcementFile => "行政执法案卷信息",
        }
    }

    /// Where it stands in the regulation.
    pub fn article(self) -> &'static str {
        match self {
            StateSecret | ForbiddenByLaw | Security => "第十四条",
            TradeSecret | Privacy => "第十五条",
            InternalAffairs => "第十六条第一款",
            Deliberation | EnforcementFile => "第十六条第二款",
        }
    }

    /// What the article (for art. 16, the paragraph) says.
    pub fn article_text(self) -> &'static str {
        match self {
            StateSecret | ForbiddenByLaw | Security => ARTICLE_14,
            TradeSecret | Privacy => ARTICLE_15,
            InternalAffairs => ARTICLE_16_1,
            Deliberation | EnforcementFile => ARTICLE_16_2,
        }
    }

    /// What stands in the blackened box: the article's number and a running one. Digits and a hyphen only, so
    /// that the box needs no font; [`legend`] says what they mean.
    pub fn label(self) -> &'static str {
        match self {
            StateSecret => "14-1",
            ForbiddenByLaw => "14-2",
            Security => "14-3",
            TradeSecret => "15-1",
            Privacy => "15-2",
            InternalAffairs => "16-1",
            Deliberation => "16-2",
            EnforcementFile => "16-3",
        }
    }

    /// Whether the agency must withhold (art. 14, and art. 15 unless the third party agrees or the public interest
    /// outweighs) or may (art. 16).
    pub fn must_withhold(self) -> bool {
        !matches!(self, InternalAffairs | Deliberation | EnforcementFile)
    }
}

/// The lines that explain the labels in use, for the letter (条例 art. 37: 对不予公开的内容说明理由).
///
/// ```
/// use redact::{Ground, legend};
/// assert_eq!(legend([Ground::Privacy, Ground::Privacy]), ["15-2：个人隐私（《政府信息公开条例》第十五条）"]);
/// ```
pub fn legend(grounds: impl IntoIterator<Item = Ground>) -> Vec<String> {
    let used: std::collections::BTreeSet<Ground> = grounds.into_iter().collect();
    used.into_iter()
        .map(|it| {
            format!(
                "{}：{}（《政府信息公开条例》{}）",
                it.label(),
                it.name(),
                it.article()
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_stable() {
        let codes = serde_json::to_string(&Ground::ALL).unwrap();
        assert_eq!(
            codes,
            r#"["state-secret","forbidden-by-law","security","trade-secret","privacy","internal-affairs","deliberation","enforcement-file"]"#
        );
    }

    #[test]
    fn a_label_begins_with_its_article_and_is_its_own() {
        let mut labels: Vec<_> = Ground::ALL.iter().map(|it| it.label()).collect();
        labels.dedup();
        assert_eq!(labels.len(), Ground::ALL.len());
        for ground in Ground::ALL {
            let number = &ground.label()[..2];
            let chinese = match number {
                "14" => "第十四条",
                "15" => "第十五条",
                _ => "第十六条",
            };
            assert!(ground.article().starts_with(chinese), "{ground:?}");
        }
    }

    #[test]
    fn the_article_speaks_of_the_ground() {
        for ground in Ground::ALL {
            let word = match ground {
                Security => "国家安全、公共安全、经济安全、社会稳定",
                _ => ground.name(),
            };
            assert!(ground.article_text().contains(word), "{ground:?}");
            assert_eq!(
                ground.article_text().contains("可以不予公开"),
                !ground.must_withhold()
            );
        }
    }
}
