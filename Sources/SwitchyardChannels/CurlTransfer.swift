import CCurl

/// One libcurl transfer: a fresh easy handle with the options every channel shares. Not `Sendable`: it lives inside one
/// blocking `send`. No signals (other threads run), no environment proxies (they would go round the egress guard), no
/// redirects, no `.netrc`.
final class CurlTransfer {
    /// Takes what arrives; answers how many bytes it took, fewer stops the transfer.
    typealias Receive = (UnsafeRawBufferPointer) -> Int
    /// Fills the buffer; answers how many bytes it put there, 0 at the end.
    typealias Supply = (UnsafeMutableRawBufferPointer) -> Int

    private static let initialised: Bool = curl_global_init(switchyard_curl_global_all) == CURLE_OK

    private let handle: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var refused = false
    private var onHeader: Receive = { $0.count }
    private var onBody: Receive = { $0.count }
    private var onSupply: Supply = { _ in 0 }

    /// Nil when libcurl has no memory for a handle.
    init?(protocols: String, timeouts: SendTimeouts, caFile: String?) {
        guard Self.initialised, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROTOCOLS_STR, protocols)
        set(CURLOPT_PROXY, "")
        set(CURLOPT_FOLLOWLOCATION, 0)
        if let caFile { set(CURLOPT_CAINFO, caFile) }
        set(CURLOPT_CONNECTTIMEOUT_MS, timeouts.connectMilliseconds)
        set(CURLOPT_TIMEOUT_MS, timeouts.totalMilliseconds)
    }

    deinit {
        curl_easy_cleanup(handle)
        for list in lists {
            curl_slist_free_all(list)
        }
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(switchyard_curl_set_long(handle, option, value))
    }

    func setOffset(_ option: CURLoption, _ value: Int) {
        note(switchyard_curl_set_offset(handle, option, curl_off_t(value)))
    }

    func set(_ option: CURLoption, _ value: String) {
        note(switchyard_curl_set_string(handle, option, value))
    }

    func set(_ option: CURLoption, lines: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                refused = true
                return
            }
            list = longer
        }
        guard let list else { return }
        lists.append(list)
        note(switchyard_curl_set_list(handle, option, list))
    }

    func setBody(_ bytes: [UInt8]) {
        note(bytes.withUnsafeBytes { switchyard_curl_copy_body(handle, $0.baseAddress, curl_off_t($0.count)) })
    }

    func receiveHeaders(_ receive: @escaping Receive) {
        onHeader = receive
    }

    func receiveBody(_ receive: @escaping Receive) {
        onBody = receive
    }

    func supply(_ supply: @escaping Supply) {
        onSupply = supply
    }

    /// Runs the transfer to its end, failure or time limit.
    func perform() -> CURLcode {
        let context = Unmanaged.passUnretained(self).toOpaque()
        note(
            switchyard_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                CurlTransfer.received(bytes, size * count, context) { $0.onHeader }
            }
        )
        note(
            switchyard_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                CurlTransfer.received(bytes, size * count, context) { $0.onBody }
            }
        )
        note(
            switchyard_curl_set_transfer(handle, CURLOPT_READFUNCTION) { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
                return transfer.onSupply(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
            }
        )
        for option in [CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_READDATA] {
            note(switchyard_curl_set_pointer(handle, option, context))
        }
        guard !refused else { return CURLE_BAD_FUNCTION_ARGUMENT }
        return withExtendedLifetime(self) { curl_easy_perform(handle) }
    }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        return switchyard_curl_get_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return switchyard_curl_get_offset(handle, info, &value) == CURLE_OK ? Int(value) : 0
    }

    /// An option libcurl refuses means an unsafe or wrong transfer: it does not start.
    private func note(_ result: CURLcode) {
        if result != CURLE_OK {
            refused = true
        }
    }

    private static func received(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ context: UnsafeMutableRawPointer?,
        _ receive: (CurlTransfer) -> Receive,
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        return receive(transfer)(UnsafeRawBufferPointer(start: bytes, count: count))
    }
}
