//! Data that is compressed by zstd.

use std::error::Error;
use std::io::{self, BufReader, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The maximum size of a window in bytes: that of the command `zstd` without `--long`.
const MAX_WINDOW: u64 = 128 << 20;

/// Returns `true` if data with these first bytes is compressed by zstd.
pub(super) fn is_zstd(first: &[u8]) -> bool {
    matches!(first, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Decompresses frames one after another.
pub(super) struct ZstdDecoder<R> {
    source: BufReader<R>,
    frame: FrameDecoder,
    /// `false` until the first frame begins, whose checksum is the first to be compared.
    began: bool,
}

impl<R: Read> ZstdDecoder<R> {
    pub(super) fn new(source: R) -> Self {
        let mut frame = FrameDecoder::new();
        frame.set_max_window_size(MAX_WINDOW);
        Self { source: BufReader::with_capacity(64 * 1024, source), frame, began: false }
    }

    /// Begins the next frame that has content. Returns `false` at the end of the data.
    fn begin_frame(&mut self) -> io::Result<bool> {
        loop {
            let mut magic = Vec::new();
            self.source.by_ref().take(4).read_to_end(&mut magic)?;
            if magic.is_empty() {
                return Ok(false);
            }
            if self.began && magic.len() == 4 && !is_zstd(&magic) {
                return Err(io::Error::other(
                    "after its last zstd frame are bytes of another kind",
                ));
            }
            match self.frame.reset(magic.as_slice().chain(&mut self.source)) {
                Ok(()) => {
                    self.began = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut content = self.source.by_ref().take(length.into());
                    if io::copy(&mut content, &mut io::sink())? < length.into() {
                        return Err(truncated());
                    }
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }

    fn compare_checksum(&self) -> io::Result<()> {
        match self.frame.get_checksum_from_data() {
            Some(sum) if self.frame.get_calculated_checksum() != Some(sum) => {
                Err(io::Error::other("the checksum of a zstd frame is another one: it is damaged"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: Read> Read for ZstdDecoder<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.frame.can_collect() == 0 {
            if self.began && !self.frame.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.frame.decode_blocks(&mut self.source, one).map_err(broken)?;
                continue;
            }
            if self.began {
                self.compare_checksum()?;
            }
            if !self.begin_frame()? {
                return Ok(0);
            }
        }
        self.frame.read(buffer)
    }
}

/// The error of a frame that cannot be decompressed.
fn broken(error: FrameDecoderError) -> io::Error {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(present) = cause {
        match present.downcast_ref::<io::Error>() {
            Some(error) if error.kind() == io::ErrorKind::UnexpectedEof => return truncated(),
            // An error of the reader, and not of its content.
            Some(error) if error.kind() != io::ErrorKind::Other => {
                return io::Error::new(error.kind(), error.to_string());
            }
            _ => cause = present.source(),
        }
    }
    match error {
        FrameDecoderError::WindowSizeTooBig { requested, .. } => io::Error::other(format!(
            "it is compressed by zstd with a window of {} MiB, and at most {} MiB are read: \
             compress it with `--long=27` or less",
            requested >> 20,
            MAX_WINDOW >> 20
        )),
        FrameDecoderError::DictNotProvided { .. } => io::Error::other(
            "it is compressed by zstd with a dictionary, which is not supported: compress it \
             without",
        ),
        other => io::Error::other(format!("it is not valid zstd: {other}")),
    }
}

fn truncated() -> io::Error {
    io::Error::new(
        io::ErrorKind::UnexpectedEof,
        "it ends within a zstd frame: a part of the file is missing",
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::ZstdDecoder;

    fn read(packed: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut text = Vec::new();
        let read = ZstdDecoder::new(Cursor::new(packed)).read_to_end(&mut text);
        read.map_err(|error| error.to_string()).map(|_| text)
    }

    /// Two frames, with one between them that has no content.
    fn packed() -> (Vec<u8>, Vec<u8>) {
        let texts = [[b'x'; 300_000].as_slice(), b"1,Ulm\n"];
        let [mut packed, second] =
            texts.map(|text| compress_to_vec(text, CompressionLevel::Fastest));
        packed.extend([0x51, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 7, 7, 7]);
        packed.extend(second);
        (packed, texts.concat())
    }

    #[test]
    fn frames_follow_each_other() {
        let (packed, text) = packed();
        assert!(read(packed).as_ref() == Ok(&text));
        assert_eq!(read(Vec::new()), Ok(Vec::new()));
        // By the command `zstd`, with and without a checksum.
        let first = [
            0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x68, 0x81, 0x00, 0x00, 0x63, 0x6f, 0x64, 0x65, 0x2c,
            0x63, 0x69, 0x74, 0x79, 0x0a, 0x31, 0x2c, 0x55, 0x6c, 0x6d, 0x0a, 0x29, 0xc8, 0xdd,
            0x25, 0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x39, 0x00, 0x00, 0x32, 0x2c, 0x4a, 0x65,
            0x6e, 0x61, 0x0a,
        ];
        assert_eq!(read(first.to_vec()).as_deref(), Ok(b"code,city\n1,Ulm\n2,Jena\n".as_slice()));
    }

    #[test]
    fn what_is_missing_or_damaged_is_an_error() {
        let (packed, text) = packed();
        let whole: Vec<_> = (1..packed.len())
            .filter_map(|end| match read(packed[..end].to_vec()) {
                Err(error) => {
                    assert!(error.contains("a part of the file is missing"), "{end}: {error}");
                    None
                }
                Ok(part) => Some((end, part.len())),
            })
            .collect();
        // The end of the first frame, and of the one without content.
        assert_eq!(whole.len(), 2, "{whole:?}");
        assert!(whole.iter().all(|(_, length)| *length == 300_000), "{whole:?}");
        let mut damaged = packed.clone();
        *damaged.last_mut().unwrap() ^= 1;
        assert!(read(damaged).unwrap_err().contains("checksum"));
        let more = [packed, b"1,Ulm\n".to_vec()].concat();
        assert!(read(more).unwrap_err().contains("bytes of another kind"), "{}", text.len());
        let wide = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0xb0, 0];
        assert!(read(wide).unwrap_err().contains("--long=27"));
    }
}
