//! The standard's typefaces, and by which names they go.

use super::names::{Named, folded};

/// What a typeface is for (GB/T 9704-2012, 5.2.2 and 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 仿宋: the body.
    FangSong,
    /// 小标宋: titles and the agency's name.
    Title,
    /// 宋体: page numbers.
    Song,
    /// 黑体: headings of the first level, header rows.
    Hei,
    /// 楷体: headings of the second level.
    Kai,
}

/// Families of a role, best first; a bold one by family, `/` and style.
const FANG_SONG: &[&str] = &[
    "仿宋_GB2312",
    "FangSong_GB2312",
    "仿宋",
    "FangSong",
    "华文仿宋",
    "STFangsong",
    "方正仿宋简体",
    "FZFangSong-Z02S",
    "方正仿宋_GBK",
    "FZFangSong-Z02",
    "朱雀仿宋",
    "Zhuque Fangsong",
    "Zhuque Fangsong (technical preview)",
    "FandolFang",
];
const TITLE: &[&str] = &[
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05",
    "Noto Serif CJK SC/SemiBold",
    "Source Han Serif SC/SemiBold",
    "Noto Serif CJK SC/Bold",
    "Source Han Serif SC/Bold",
    "思源宋体/Bold",
    "Noto Serif SC/Bold",
    "FandolSong/Bold",
];
const SONG: &[&str] = &[
    "宋体",
    "SimSun",
    "方正书宋简体",
    "FZShuSong-Z01S",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "思源宋体",
    "Noto Serif SC",
    "FandolSong",
    "AR PL UMing CN",
    "AR PL SungtiL GB",
];
const HEI: &[&str] = &[
    "黑体",
    "SimHei",
    "方正黑体简体",
    "FZHei-B01S",
    "华文黑体",
    "STHeiti",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "思源黑体",
    "Noto Sans SC",
    "FandolHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
];
const KAI: &[&str] = &[
    "楷体_GB2312",
    "KaiTi_GB2312",
    "楷体",
    "KaiTi",
    "华文楷体",
    "STKaiti",
    "方正楷体简体",
    "FZKai-Z03S",
    "FandolKai",
    "AR PL UKai CN",
    "AR PL KaitiM GB",
    "LXGW WenKai",
    "霞鹜文楷",
];
/// For rare characters alone, whatever the role.
const RARE: &[&str] = &[
    "SimSun-ExtB",
    "宋体-ExtB",
    "SimSun-ExtG",
    "HanaMinA",
    "HanaMinB",
    "BabelStone Han",
    "Plangothic P1",
    "Plangothic P2",
    "遍黑体 P1",
    "遍黑体 P2",
    "TW-Sung-Ext-B",
    "TW-Kai-Ext-B",
    "Noto Serif CJK TC",
    "Noto Sans CJK TC",
];

impl Role {
    /// All, in the order of their numbers.
    pub const ALL: [Role; 5] = [Role::FangSong, Role::Title, Role::Song, Role::Hei, Role::Kai];

    fn families(self) -> &'static [&'static str] {
        match self {
            Role::FangSong => FANG_SONG,
            Role::Title => TITLE,
            Role::Song => SONG,
            Role::Hei => HEI,
            Role::Kai => KAI,
        }
    }
}

/// A role's typefaces, best first: its own, then 宋 and 黑 for what those lack, then those for rare characters.
/// Earlier folders go before later ones. Empty if there is no Chinese typeface at all.
pub(super) fn chain(role: Role, folders: &[Vec<Named>]) -> Vec<&Named> {
    let lists: [&[&str]; 3] = match role {
        Role::Hei => [HEI, SONG, FANG_SONG],
        Role::Song => [SONG, HEI, FANG_SONG],
        _ => [role.families(), SONG, HEI],
    };
    let mut chain: Vec<&Named> = Vec::new();
    for families in lists {
        for named in folders.iter().flat_map(|it| of_families(it, families)) {
            if !chain.iter().any(|it| std::ptr::eq(*it, named)) {
                chain.push(named);
            }
        }
    }
    if !chain.is_empty() {
        chain.extend(folders.iter().flat_map(|it| of_families(it, RARE)));
    }
    chain
}

fn of_families<'a>(folder: &'a [Named], families: &'a [&str]) -> impl Iterator<Item = &'a Named> {
    families.iter().flat_map(|family| {
        let (family, style) = family.split_once('/').unwrap_or((family, "Regular"));
        let (family, style) = (folded(family), folded(style));
        folder.iter().filter(move |it| it.goes_by(&family, &style))
    })
}
