import CSodium
import Crypto

/// One key of AES-256-GCM with nonces of 12 bytes and tags of 16, ready to seal and to open.
///
/// Where the processor knows AES the key's schedule is made once and kept, by libsodium: Crypto makes it anew for every
/// value, and boxes around it, which is ten times the work for the short texts that a list of cases is made of. Elsewhere
/// Crypto does it. Either opens what the other has sealed.
///
/// `@unchecked`: the schedule is written by `init` and wiped by `deinit`, and only read between the two.
final class DataKey: @unchecked Sendable {
    static let nonceBytes = 12
    static let tagBytes = 16

    private static let canSchedule = sodium_init() >= 0 && crypto_aead_aes256gcm_is_available() == 1

    let key: SymmetricKey
    private let schedule: UnsafeMutablePointer<crypto_aead_aes256gcm_state>?

    /// - Parameter isScheduled: false for what processors without AES do.
    init(_ key: SymmetricKey, isScheduled: Bool = true) {
        self.key = key
        guard isScheduled, DataKey.canSchedule, key.bitCount == 256 else {
            schedule = nil
            return
        }
        let made = UnsafeMutablePointer<crypto_aead_aes256gcm_state>.allocate(capacity: 1)
        key.withUnsafeBytes { bytes in
            guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            crypto_aead_aes256gcm_beforenm(made, start)
        }
        schedule = made
    }

    deinit {
        guard let schedule else { return }
        sodium_memzero(schedule, MemoryLayout<crypto_aead_aes256gcm_state>.size)
        schedule.deallocate()
    }

    /// Ciphertext and tag into `sealed`, which has room for exactly these.
    func seal(
        _ plain: UnsafeBufferPointer<UInt8>,
        nonce: UnsafeBufferPointer<UInt8>,
        authenticating data: UnsafeRawBufferPointer,
        into sealed: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        precondition(nonce.count == DataKey.nonceBytes && sealed.count == plain.count + DataKey.tagBytes)
        guard let schedule, let start = sealed.baseAddress, let nonceStart = nonce.baseAddress else {
            let nonce = try AES.GCM.Nonce(data: Array(nonce))
            let box = try AES.GCM.seal(Array(plain), using: key, nonce: nonce, authenticating: Array(data))
            _ = sealed.update(fromContentsOf: Array(box.ciphertext) + Array(box.tag))
            return
        }
        let result = crypto_aead_aes256gcm_encrypt_afternm(
            start,
            nil,
            plain.baseAddress,
            UInt64(plain.count),
            data.assumingMemoryBound(to: UInt8.self).baseAddress,
            UInt64(data.count),
            nil,
            nonceStart,
            schedule
        )
        guard result == 0 else { throw VaultError.sealFailed }
    }

    /// Nonce, ciphertext and tag are one behind the other; `plain` has room for exactly the text.
    func open(
        _ sealed: UnsafeBufferPointer<UInt8>,
        authenticating data: UnsafeRawBufferPointer,
        into plain: UnsafeMutableBufferPointer<UInt8>
    ) throws {
        precondition(sealed.count == DataKey.nonceBytes + plain.count + DataKey.tagBytes)
        guard let schedule, let nonce = sealed.baseAddress else {
            do {
                let box = try AES.GCM.SealedBox(combined: Array(sealed))
                _ = plain.update(fromContentsOf: Array(try AES.GCM.open(box, using: key, authenticating: Array(data))))
            } catch {
                throw VaultError.cannotOpen
            }
            return
        }
        let result = crypto_aead_aes256gcm_decrypt_afternm(
            plain.baseAddress,
            nil,
            nil,
            nonce + DataKey.nonceBytes,
            UInt64(sealed.count - DataKey.nonceBytes),
            data.assumingMemoryBound(to: UInt8.self).baseAddress,
            UInt64(data.count),
            nonce,
            schedule
        )
        guard result == 0 else { throw VaultError.cannotOpen }
    }
}
