//! Every code block of the article that the project came from runs as it stands (`tests/article/blocks.txt`).

use super::numpy::compare::{Tolerance, agree};
use super::replay;
use npl::session::Mode;

const BLOCKS: &str = include_str!("article/blocks.txt");

#[derive(Default)]
struct Block {
    name: String,
    program: String,
    output: String,
    tolerance: f64,
}

fn blocks() -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    let mut into_output = false;
    for line in BLOCKS.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            all.push(Block { name: name.into(), ..Block::default() });
            into_output = false;
            continue;
        }
        let Some(block) = all.last_mut() else { continue };
        match line.strip_prefix("--- ") {
            Some("output") => into_output = true,
            Some(mark) => {
                if let Some(tolerance) = mark.strip_prefix("tolerance ") {
                    block.tolerance = tolerance.parse().expect("a number");
                }
            }
            None => {
                let target = if into_output { &mut block.output } else { &mut block.program };
                target.push_str(line);
                target.push('\n');
            }
        }
    }
    all
}

#[test]
fn every_block_prints_what_numpy_prints() {
    let blocks = blocks();
    assert!(blocks.len() >= 13);
    let results = replay::each(&blocks, |block| replay::run("", &block.program, Mode::Script));
    for (block, run) in blocks.iter().zip(results) {
        assert_eq!(run.error, None, "{}", block.name);
        let tolerance = if block.tolerance > 0.0 { Tolerance::Relative(block.tolerance) } else { Tolerance::Exact };
        assert!(
            agree(&block.output, &run.printed, tolerance),
            "{}\nwant {}\ngot  {}",
            block.name,
            block.output,
            run.printed
        );
    }
}
