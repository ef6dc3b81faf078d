package dev.agentservice.tool.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.agentservice.tool.RequestedCall;

/**
 * Digests that stand for calls. Each part is preceded by its length, so that no two lists
 * of parts are the same bytes.
 */
final class CallKey {

	private CallKey() {
	}

	/**
	 * The key of a call. Its place alone is none: in another attempt a model may write
	 * another call there.
	 * @param arguments as the tool gets them, canonical
	 */
	static String of(String runId, RequestedCall call, String tool, String arguments) {
		return sha256(runId, String.valueOf(call.round()), String.valueOf(call.index()), tool, arguments);
	}

	static String sha256(String... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (String part : parts) {
				byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
				digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
				digest.update(bytes);
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
