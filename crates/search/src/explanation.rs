//! What a results page tells about a query that was not taken exactly as typed.

/// The longest query that is read, in characters.
pub(crate) const MAX_CHARACTERS: usize = 100;
/// The most terms that are required at once.
pub(crate) const MAX_TERMS: usize = 10;
/// The deepest result that can be paged to.
pub(crate) const MAX_DEPTH: usize = 10_000;

/// One remark about a query, to stand above the results or in place of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// Nothing typed and nothing chosen: no results.
    Blank,
    /// Nothing but punctuation and signs: no results.
    OnlyPunctuation,
    /// A single character: results, but many.
    OneCharacter,
    /// Only the first `read` characters were used.
    TooLong {
        /// Characters used.
        read: usize,
    },
    /// Only the first `read` terms were required.
    TooManyTerms {
        /// Terms used.
        read: usize,
    },
    /// The page lies beyond the `reach`-th result: no results shown, the total stands.
    TooDeep {
        /// The last result that can be paged to.
        reach: usize,
    },
}

impl Explanation {
    /// The sentence for the reader, with the way onward.
    ///
    /// ```
    /// assert_eq!(search::Explanation::TooLong { read: 100 }.sentence(), "输入太长，只按前100个字查找。");
    /// ```
    pub fn sentence(&self) -> String {
        match self {
            Explanation::Blank => "请输入要查找的内容，例如文件标题里的几个字或文号。".into(),
            Explanation::OnlyPunctuation => "只输入了标点或符号，请输入要查找的文字、数字或字母。".into(),
            Explanation::OneCharacter => "只输入了一个字，结果会很多；多输入几个字可以缩小范围。".into(),
            Explanation::TooLong { read } => format!("输入太长，只按前{read}个字查找。"),
            Explanation::TooManyTerms { read } => format!("词太多，只要求同时出现前{read}个词。"),
            Explanation::TooDeep { reach } => {
                format!("最多翻到第{reach}条，请增加词语或选择栏目、年份来缩小范围。")
            }
        }
    }
}
