//! STRING and FIXED_BINARY.

use std::borrow::Cow;

use tg_runtime::FixedBinary;

use super::model::{Shared, Texts, Values};
use crate::harness::{assert_rejected, assert_returns, in_both_generations};

fn in_every_type(text: &str) -> Texts {
    Texts {
        id: "text".to_owned(),
        owned: text.to_owned(),
        boxed: text.into(),
        cow: Cow::Owned(text.to_owned()),
        counted: text.into(),
    }
}

in_both_generations! {
    async fn text_of_every_kind(graph: Values) {
        let texts = [
            "",
            " ",
            "  both ends  ",
            "say \"when\"",
            "\\ \\\\ \\\" \\n \\u0041 /",
            "line\nfeed\r\ntab\t",
            "{\"value\":null}",
            "null",
            "\u{feff}mark",
            "e\u{301} \u{e9}",
            "\u{202e}turned\u{2066}",
            "\u{2028}\u{2029}\u{7f}\u{80}\u{9f}",
            "\u{1F69A}\u{1F469}\u{200D}\u{1F680} \u{10FFFF}",
        ];
        for text in texts {
            assert_returns(&graph.texts, in_every_type(text)).await;
        }
    }

    async fn every_control_character(graph: Values) {
        for control in (0..0xa0).filter_map(char::from_u32).filter(|c| c.is_control()) {
            assert_returns(&graph.texts, in_every_type(&format!("a{control}b{control}"))).await;
        }
    }

    async fn every_character_of_every_plane(graph: Values) {
        for plane in 0..=16 {
            let all = (plane << 16..=plane << 16 | 0xffff).filter_map(char::from_u32);
            let vertex = Texts { id: format!("{plane}"), owned: all.collect(), ..Texts::default() };
            assert_returns(&graph.texts, vertex).await;
        }
    }

    async fn a_long_text(graph: Values) {
        let owned = "0123456789abcdef\"\\\n\u{20ac}".repeat(100_000);
        assert_returns(&graph.texts, Texts { id: "long".to_owned(), owned, ..Texts::default() })
            .await;
    }

    async fn fixed_bytes(graph: Values) {
        for bytes in [*b"abcd", *b"\0\0\0\0", *b"\"\\\n ", [0xf0, 0x9f, 0x9a, 0x9a]] {
            let (text, bytes) = ("shared".into(), FixedBinary(bytes));
            assert_returns(&graph.shared, Shared { id: "bytes".to_owned(), text, bytes }).await;
        }
    }

    async fn bytes_that_are_not_text_are_rejected(graph: Values, server) {
        server.forget_requests();
        let (text, bytes) = ("".into(), FixedBinary([0xff; 4]));
        let vertex = Shared { id: "bytes".to_owned(), text, bytes };
        assert_rejected(graph.shared.upsert(&vertex).await, "attribute `bytes`");
        assert_eq!(server.requests().iter().len(), 0);
    }
}
