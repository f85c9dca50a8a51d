//! Closed lists with the words of forms and workbooks.

/// An enum whose members have a code, as which they are stored, and a label, as which people read them. The code is the
/// member's name in snake case; one member is marked `#[default]`.
macro_rules! closed {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$each])* $variant,)+ }

        impl $name {
            /// All of them, in the order of forms.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// As it is stored.
            pub fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }

            /// As people read it.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }

            /// The one with this code.
            pub fn of(code: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}

pub(crate) use closed;
