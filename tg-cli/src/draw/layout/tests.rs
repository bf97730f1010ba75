//! Layouts of random schemas have no overlaps.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Hub, Input, Layout, Point, Size, lay_out};

fn size() -> impl Strategy<Value = Size> {
    (60..400_u16, 24..500_u16)
        .prop_map(|(width, height)| Size { width: width.into(), height: height.into() })
}

fn input() -> impl Strategy<Value = Input> {
    vec(size(), 1..14).prop_flat_map(|boxes| {
        let side = || vec(0..boxes.len(), 0..4).prop_map(distinct);
        let hub = (size(), side(), side()).prop_map(|(size, from, to)| Hub { size, from, to });
        let hubs = vec(hub, 0..14);
        hubs.prop_map(move |hubs| Input { boxes: boxes.clone(), hubs })
    })
}

fn distinct(mut side: Vec<usize>) -> Vec<usize> {
    side.sort_unstable();
    side.dedup();
    side
}

#[derive(Debug, Clone, Copy)]
struct Area {
    from: Point,
    to: Point,
}

fn area(corner: Point, size: Size) -> Area {
    Area { from: corner, to: Point { x: corner.x + size.width, y: corner.y + size.height } }
}

/// Returns the areas of all boxes, then of all hubs.
fn areas(input: &Input, layout: &Layout) -> Vec<Area> {
    let boxes = layout.boxes.iter().zip(&input.boxes).map(|(corner, size)| area(*corner, *size));
    let hubs = layout.hubs.iter().zip(&input.hubs).map(|(hub, own)| area(hub.corner, own.size));
    boxes.chain(hubs).collect()
}

/// Returns points along a line, as it is drawn.
fn walk(line: &[Point]) -> Vec<Point> {
    let mut points = Vec::new();
    for (index, two) in line.windows(2).enumerate() {
        for step in 0..=12 {
            let t = f64::from(step) / 12.0;
            let x = if index % 2 == 0 { t } else { 1.5 * t * (1.0 - t) + t * t * t };
            let y = if index % 2 == 0 { t } else { t * t * (3.0 - 2.0 * t) };
            points.push(Point {
                x: two[0].x + (two[1].x - two[0].x) * x,
                y: two[0].y + (two[1].y - two[0].y) * y,
            });
        }
    }
    points
}

fn is_inside(point: Point, area: Area) -> bool {
    let clear = 0.5;
    point.x > area.from.x + clear
        && point.x < area.to.x - clear
        && point.y > area.from.y + clear
        && point.y < area.to.y - clear
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn boxes_do_not_overlap_and_no_line_crosses_one(input in input()) {
        let layout = lay_out(&input);
        let areas = areas(&input, &layout);
        for (index, one) in areas.iter().enumerate() {
            prop_assert!(one.from.x >= -0.1 && one.from.y >= -0.1, "{one:?} is outside");
            prop_assert!(one.to.x <= layout.size.width + 0.1, "{one:?} is outside");
            prop_assert!(one.to.y <= layout.size.height + 0.1, "{one:?} is outside");
            for other in &areas[..index] {
                let apart = one.to.x <= other.from.x
                    || other.to.x <= one.from.x
                    || one.to.y <= other.from.y
                    || other.to.y <= one.from.y;
                prop_assert!(apart, "{one:?} overlaps {other:?}");
            }
        }
        for hub in &layout.hubs {
            for point in hub.from.iter().chain(&hub.to).flat_map(|line| walk(line)) {
                let crossed = areas.iter().find(|area| is_inside(point, **area));
                prop_assert!(crossed.is_none(), "a line crosses {crossed:?} at {point:?}");
            }
        }
    }

    #[test]
    fn lines_join_their_ends(input in input()) {
        let layout = lay_out(&input);
        let areas = areas(&input, &layout);
        let touches = |point: Point, area: Area| {
            let side = (point.x - area.from.x).abs() < 0.1 || (point.x - area.to.x).abs() < 0.1;
            side && point.y > area.from.y && point.y < area.to.y
        };
        for (index, (hub, own)) in layout.hubs.iter().zip(&input.hubs).enumerate() {
            let centre = areas[input.boxes.len() + index];
            prop_assert_eq!((hub.from.len(), hub.to.len()), (own.from.len(), own.to.len()));
            for (line, end) in hub.from.iter().zip(&own.from) {
                prop_assert_eq!(line.len() % 2, 0);
                prop_assert!(touches(line[0], areas[*end]) && touches(line[line.len() - 1], centre));
            }
            for (line, end) in hub.to.iter().zip(&own.to) {
                prop_assert!(touches(line[0], centre) && touches(line[line.len() - 1], areas[*end]));
            }
        }
    }
}

#[test]
fn nothing_is_laid_out_as_nothing() {
    let layout = lay_out(&Input::default());
    assert_eq!((layout.size, layout.boxes.len()), (Size::default(), 0));
}

#[test]
fn a_star_is_not_a_tower() {
    let boxes = vec![Size { width: 160.0, height: 120.0 }; 40];
    let size = Size { width: 90.0, height: 26.0 };
    let hubs = (1..40).map(|leaf| Hub { size, from: vec![0], to: vec![leaf] }).collect();
    let Size { width, height } = lay_out(&Input { boxes, hubs }).size;
    assert!(height < 2.0 * width, "{width} x {height}");
}

#[test]
fn a_chain_is_not_a_row() {
    let boxes = vec![Size { width: 160.0, height: 120.0 }; 40];
    let size = Size { width: 90.0, height: 26.0 };
    let hubs = (1..40).map(|it| Hub { size, from: vec![it - 1], to: vec![it] }).collect();
    let Size { width, height } = lay_out(&Input { boxes, hubs }).size;
    assert!(width < 3.0 * height, "{width} x {height}");
}
