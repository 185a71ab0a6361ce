//! Which of a cluster's slots a key belongs to.

/// The key's slot: CRC16 (XMODEM) of the key, or of what stands in its first braces, if anything does.
/// <https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags>
pub(crate) fn slot(key: &[u8]) -> u16 {
    crc16(tag(key).unwrap_or(key)) % 16_384
}

/// The first two keys that don't share a slot.
pub(crate) fn crossing<'a>(keys: impl IntoIterator<Item = &'a [u8]>) -> Option<(&'a [u8], &'a [u8])> {
    let mut keys = keys.into_iter();
    let first = keys.next()?;
    keys.find(|key| slot(key) != slot(first)).map(|other| (first, other))
}

pub(crate) fn tag(key: &[u8]) -> Option<&[u8]> {
    // Most have none, and this is the fast way to see it.
    if !key.contains(&b'{') {
        return None;
    }
    let start = key.iter().position(|&byte| byte == b'{')? + 1;
    let length = key[start..].iter().position(|&byte| byte == b'}')?;
    (length > 0).then(|| &key[start..start + length])
}

fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, &byte| (crc << 8) ^ TABLE[usize::from(crc >> 8) ^ usize::from(byte)])
}

/// What each byte adds.
const TABLE: [u16; 256] = {
    let mut table = [0; 256];
    let mut byte: u16 = 0;
    while byte < 256 {
        let mut crc = byte << 8;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
            bit += 1;
        }
        table[byte as usize] = crc;
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_those_of_the_servers() {
        // `CLUSTER KEYSLOT` says so.
        for (key, expected) in [
            ("foo", 12_182),
            ("bar", 5_061),
            ("", 0),
            ("123456789", 12_739),
            ("{foo}x", 12_182),
            ("x{foo}{bar}", 12_182),
        ] {
            assert_eq!(slot(key.as_bytes()), expected, "{key:?}");
        }
        assert_eq!(slot(b"{}foo"), crc16(b"{}foo") % 16_384);
        assert_eq!(slot(b"{foo"), crc16(b"{foo") % 16_384);
        assert_eq!(slot(b"foo{{bar}}zap"), slot(b"{bar"));
    }

    #[test]
    fn the_first_crossing_is_found() {
        let keys = [&b"{a}1"[..], b"{a}2", b"{b}1", b"{c}1"];
        assert_eq!(crossing(keys), Some((keys[0], keys[2])));
        assert_eq!(crossing([&b"{a}1"[..], b"{a}2"]), None);
        assert_eq!(crossing([&b"a"[..]]), None);
        assert_eq!(crossing([]), None);
    }
}
