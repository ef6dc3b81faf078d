package dev.agentservice.endtoend.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.UUID;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server whose certificate it has signed itself, with a key made for this one run.
 */
final class UntrustedServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(UntrustedServer.class);

	private final SSLServerSocket socket;

	private UntrustedServer(SSLServerSocket socket) {
		this.socket = socket;
		Thread.ofVirtual().name("untrusted-server").start(this::serve);
	}

	static UntrustedServer start(Path directory) throws IOException {
		try {
			String password = UUID.randomUUID().toString();
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(store(directory.resolve("untrusted.p12"), password), password.toCharArray());
			SSLContext tls = SSLContext.getInstance("TLS");
			tls.init(keys.getKeyManagers(), null, null);
			return new UntrustedServer((SSLServerSocket) tls.getServerSocketFactory()
				.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	private static KeyStore store(Path file, String password) throws IOException, GeneralSecurityException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
				"SAN=IP:127.0.0.1", "-validity", "2", "-keystore", file.toString(), "-storepass", password)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (keytool.onExit().join().exitValue() != 0) {
			throw new IOException("keytool could not make a certificate");
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, password.toCharArray());
		}
		return store;
	}

	String baseUrl() {
		return "https://127.0.0.1:" + this.socket.getLocalPort() + "/v1";
	}

	private void serve() {
		while (!this.socket.isClosed()) {
			try (Socket client = this.socket.accept()) {
				client.getInputStream().read();
			}
			catch (IOException ex) {
				// Every client refuses the certificate: that is what it is for.
				logger.debug("A client left", ex);
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
