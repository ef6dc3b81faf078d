package dev.agentservice.llm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** An https provider behind a proxy, with real sockets and real TLS. */
@Tag("process")
class ProxyTunnelTests {

	private static final String PASSWORD = UUID.randomUUID().toString();

	@TempDir
	private Path directory;

	private ServerSocket tls;

	@BeforeEach
	void trustOwnCertificate() throws Exception {
		Path store = this.directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext",
				"SAN=IP:127.0.0.1", "-validity", "2", "-keystore", store.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(keytool.onExit().join().exitValue()).isZero();
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		factory.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(factory.getKeyManagers(), null, null);
		this.tls = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("server", keys.getCertificate("server"));
		Path trust = this.directory.resolve("trusted.p12");
		try (OutputStream out = Files.newOutputStream(trust)) {
			trusted.store(out, PASSWORD.toCharArray());
		}
		System.setProperty("javax.net.ssl.trustStore", trust.toString());
		System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
	}

	@AfterEach
	void trustAsBefore() {
		System.clearProperty("javax.net.ssl.trustStore");
		System.clearProperty("javax.net.ssl.trustStorePassword");
	}

	@Test
	void everythingGoesThroughOneTunnelAndTheProxySeesNothingOfIt() throws Exception {
		ScriptedServer server = new ScriptedServer(this.tls, (provider) -> {
			if (provider.request().body().contains("\"stream\":true")) {
				provider.stream(OpenAiWireTests.STREAM);
			}
			else {
				provider.json(200, OpenAiWireTests.ANSWER);
			}
		});
		int port = this.tls.getLocalPort();
		try (ConnectProxy proxy = new ConnectProxy();
				TestGateway test = TestGateway.of(server, ProxyTests.provider("https://127.0.0.1:" + port + "/v1",
						"http://user:p%40ss@127.0.0.1:" + proxy.port()))) {
			for (boolean streamed : new boolean[] { false, true, false }) {
				assertThat(test.call(streamed).message().text()).isEqualTo("Hello there.");
			}
			assertThat(proxy.heads).singleElement()
				.asString()
				.startsWith("CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n")
				.contains("Proxy-Authorization: " + ProxyTests.CREDENTIALS)
				.doesNotContain("sk-secret");
			assertThat(proxy.passed.toString(StandardCharsets.ISO_8859_1)).isNotEmpty()
				.doesNotContain("sk-secret")
				.doesNotContain("Hello");
			assertThat(server.requests()).hasSize(3)
				.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("Proxy-Authorization")
					.containsEntry("Authorization", "Bearer sk-secret"));
		}
	}

	/** Opens every tunnel it is asked for. */
	private static final class ConnectProxy implements AutoCloseable {

		private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		private final List<String> heads = new CopyOnWriteArrayList<>();

		private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

		private ConnectProxy() throws IOException {
			Thread.ofVirtual().start(this::accept);
		}

		private int port() {
			return this.listener.getLocalPort();
		}

		private void accept() {
			while (!this.listener.isClosed()) {
				try {
					Socket client = this.listener.accept();
					Thread.ofVirtual().start(() -> tunnel(client));
				}
				catch (IOException _) {
					return;
				}
			}
		}

		private void tunnel(Socket client) {
			try (client) {
				StringBuilder head = new StringBuilder();
				while (head.indexOf("\r\n\r\n") < 0) {
					head.append((char) client.getInputStream().read());
				}
				this.heads.add(head.toString());
				String[] target = head.toString().split(" ", 3)[1].split(":", 2);
				try (Socket server = new Socket(target[0], Integer.parseInt(target[1]))) {
					client.getOutputStream()
						.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					Thread back = Thread.ofVirtual().start(() -> copy(server, client));
					copy(client, server);
					back.join();
				}
			}
			catch (IOException | InterruptedException _) {
				// The test ends, and with it the tunnel.
			}
		}

		private void copy(Socket from, Socket to) {
			try {
				byte[] bytes = new byte[8192];
				int read = from.getInputStream().read(bytes);
				while (read >= 0) {
					this.passed.write(bytes, 0, read);
					to.getOutputStream().write(bytes, 0, read);
					read = from.getInputStream().read(bytes);
				}
				to.shutdownOutput();
			}
			catch (IOException _) {
				// One side has closed.
			}
		}

		@Override
		public void close() throws IOException {
			this.listener.close();
		}

	}

}
