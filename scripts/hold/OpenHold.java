import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens the sealed copy of a legal hold, without the service: a copy may have to be read
 * when there is none any more. The form is described in docs/privacy.md.
 */
final class OpenHold {

	private static final int SEALED_PIECE = 64 * 1024 + 16;

	private static final int UNREADABLE = 2;

	private static final int CHANGED = 3;

	private OpenHold() {
	}

	public static void main(String[] args) {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(args[0])));
				OutputStream out = new BufferedOutputStream(System.out)) {
			byte[] key = Base64.getDecoder().decode(Files.readString(Path.of(args[1])).strip());
			byte[] header = line(in);
			System.err.println(new String(header, StandardCharsets.UTF_8));
			open(in, keyOf(key, header), out);
		}
		catch (GeneralSecurityException ex) {
			System.err.println("The copy was changed or cut, or another key has sealed it.");
			System.exit(CHANGED);
		}
		catch (IOException | IllegalArgumentException ex) {
			System.err.println("It cannot be read: " + ex);
			System.exit(UNREADABLE);
		}
	}

	private static SecretKeySpec keyOf(byte[] key, byte[] header) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		mac.update("agent-service hold 1\n".getBytes(StandardCharsets.UTF_8));
		return new SecretKeySpec(mac.doFinal(header), "AES");
	}

	private static void open(InputStream in, SecretKeySpec key, OutputStream out)
			throws IOException, GeneralSecurityException {
		byte[] piece = in.readNBytes(SEALED_PIECE);
		for (long number = 0;; number++) {
			byte[] next = in.readNBytes(SEALED_PIECE);
			boolean last = next.length == 0;
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128,
					ByteBuffer.allocate(12).putInt(last ? 1 : 0).putLong(number).array()));
			out.write(cipher.doFinal(piece));
			if (last) {
				return;
			}
			piece = next;
		}
	}

	private static byte[] line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int one = in.read(); one != '\n'; one = in.read()) {
			if (one < 0 || line.size() > 8 * 1024) {
				throw new IOException("it has no header");
			}
			line.write(one);
		}
		return line.toByteArray();
	}

}
