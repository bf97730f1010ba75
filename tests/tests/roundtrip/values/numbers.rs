//! INT, UINT, FLOAT, DOUBLE and BOOL.

use super::model::{Numbers, Values};
use crate::harness::{assert_returns, in_both_generations, there_and_back};

in_both_generations! {
    async fn the_least_and_the_greatest_integers(graph: Values) {
        let least = Numbers {
            id: "least".to_owned(),
            signed_8: i8::MIN,
            signed_16: i16::MIN,
            signed_32: i32::MIN,
            signed_64: i64::MIN,
            ..Numbers::default()
        };
        let greatest = Numbers {
            id: "greatest".to_owned(),
            signed_8: i8::MAX,
            signed_16: i16::MAX,
            signed_32: i32::MAX,
            signed_64: i64::MAX,
            unsigned_8: u8::MAX,
            unsigned_16: u16::MAX,
            unsigned_32: u32::MAX,
            unsigned_64: u64::MAX,
            single: f32::MAX,
            double_value: f64::MAX,
            flag: true,
        };
        assert_returns(&graph.numbers, least).await;
        assert_returns(&graph.numbers, greatest).await;
    }

    async fn integers_that_no_double_holds(graph: Values) {
        for offset in [-1, 0, 1] {
            let beyond = (1_i64 << 53) + offset;
            let numbers = Numbers {
                id: "beyond".to_owned(),
                signed_64: -beyond,
                unsigned_64: u64::MAX - beyond.unsigned_abs(),
                ..Numbers::default()
            };
            assert_returns(&graph.numbers, numbers).await;
        }
    }

    async fn doubles_to_the_last_bit(graph: Values) {
        let doubles = [
            0.0,
            -0.0,
            0.1,
            -0.1,
            1.0 / 3.0,
            std::f64::consts::PI,
            f64::MIN,
            f64::MAX,
            f64::MIN_POSITIVE,
            f64::EPSILON,
            f64::from_bits(1),
            f64::from_bits(0x000f_ffff_ffff_ffff),
            9_007_199_254_740_993.0,
            1e21,
            1e22,
            1e23,
            123_456_789.123_456_78,
            2.5e-5,
        ];
        for double_value in doubles {
            let numbers = Numbers { id: "double".to_owned(), double_value, ..Numbers::default() };
            let back = there_and_back(&graph.numbers, &numbers).await;
            assert_eq!(back.double_value.to_bits(), double_value.to_bits(), "{double_value:e}");
        }
    }

    async fn floats_to_the_last_bit(graph: Values) {
        let floats = [
            0.0,
            -0.0,
            0.1,
            1.0 / 3.0,
            std::f32::consts::E,
            f32::MIN,
            f32::MAX,
            f32::MIN_POSITIVE,
            f32::EPSILON,
            f32::from_bits(1),
            f32::from_bits(0x007f_ffff),
            16_777_217.0,
            1e10,
            3.4e-38,
        ];
        for single in floats {
            let numbers = Numbers { id: "float".to_owned(), single, ..Numbers::default() };
            let back = there_and_back(&graph.numbers, &numbers).await;
            assert_eq!(back.single.to_bits(), single.to_bits(), "{single:e}");
        }
    }

    async fn both_truth_values(graph: Values) {
        for flag in [true, false] {
            assert_returns(
                &graph.numbers,
                Numbers { id: "flag".to_owned(), flag, ..Numbers::default() },
            )
            .await;
        }
    }
}
