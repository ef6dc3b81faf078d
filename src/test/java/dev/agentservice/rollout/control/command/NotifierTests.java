package dev.agentservice.rollout.control.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@BesideOthers
class NotifierTests {

	private static final NotifySignature UNSIGNED = NotifySignature.read(null, null);

	private static final List<Duration> AT_ONCE = List.of(Duration.ofMillis(1), Duration.ofMillis(1));

	private final List<String> received = new CopyOnWriteArrayList<>();

	private final List<Headers> headers = new CopyOnWriteArrayList<>();

	private final List<String> log = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch released = new CountDownLatch(1);

	/** The status of the answer to a message, by its number; 0 is no answer. */
	private volatile IntUnaryOperator status = (_) -> 204;

	private HttpServer server;

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.released.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.headers.add(exchange.getRequestHeaders());
		this.received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		int status = this.status.applyAsInt(this.received.size());
		if (status == 0) {
			awaitRelease();
			return;
		}
		exchange.getResponseHeaders().set("Location", url("/elsewhere").toString());
		exchange.sendResponseHeaders(status, -1);
		exchange.close();
	}

	private void awaitRelease() {
		try {
			this.released.await();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void messagesArriveInTheirOrder() {
		try (Notifier notifier = notifier()) {
			notifier.tell("{\"n\": 1}");
			notifier.tell("{\"n\": 2}");
		}
		assertThat(this.received).containsExactly("{\"n\": 1}", "{\"n\": 2}");
		assertThat(this.log).isEmpty();
	}

	@Test
	void whatIsRefusedIsTriedAgain() {
		this.status = (number) -> (number < 3) ? 503 : 200;
		try (Notifier notifier = notifier()) {
			notifier.tell("{}");
		}
		assertThat(this.received).hasSize(3);
		assertThat(this.log).isEmpty();
	}

	@Test
	void afterThreeAttemptsItIsSaidThatNobodyWasTold() {
		this.status = (_) -> 500;
		try (Notifier notifier = notifier()) {
			notifier.tell("{}");
		}
		assertThat(this.received).hasSize(3);
		assertThat(this.log).singleElement().asString().isEqualTo("127.0.0.1 was not told: status 500");
	}

	/** The example of Standard Webhooks. */
	@Test
	void signaturesAreThoseOfTheStandard() {
		NotifySignature signature = NotifySignature.read(null, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
		assertThat(signature.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", Instant.ofEpochSecond(1_614_265_330),
				"{\"test\": 2432232314}"))
			.containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
			.containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
			.containsEntry("webhook-timestamp", "1614265330");
	}

	@Test
	void eachAttemptOfASignedMessageHasTheSameId() throws IOException {
		this.status = (number) -> (number < 2) ? 503 : 200;
		String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
		Path file = Files.writeString(this.directory.resolve("secrets"),
				"# newest first\n" + secret + "\n\n" + secret + "\n");
		try (Notifier notifier = new Notifier(List.of(url("/hook")), NotifySignature.read(file, null), this.log::add,
				AT_ONCE)) {
			notifier.tell("{}");
		}
		assertThat(this.headers).hasSize(2);
		assertThat(this.headers.getFirst().getFirst("webhook-id")).startsWith("msg_")
			.isEqualTo(this.headers.getLast().getFirst("webhook-id"));
		assertThat(this.headers.getLast().getFirst("webhook-signature")).matches("v1,\\S+ v1,\\S+");
	}

	@ParameterizedTest
	@ValueSource(strings = { "s3cret", "whsec_s3cret", "whsec_****", "whsec_", "c2VjcmV0" })
	void otherSecretsAreRefusedAndNotShown(String secret) throws IOException {
		Path file = Files.writeString(this.directory.resolve("secrets"), secret + "\n");
		assertThatIllegalArgumentException().isThrownBy(() -> NotifySignature.read(file, null))
			.withMessage("a secret that signs messages is whsec_ and 24 to 64 bytes in base64");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> NotifySignature.read(this.directory.resolve("missing"), null))
			.withMessageContaining("--notify-secret-file");
	}

	/** Another host would be told without having been checked. */
	@Test
	void nobodyIsSentElsewhere() {
		this.status = (_) -> 302;
		try (Notifier notifier = notifier()) {
			notifier.tell("{}");
		}
		assertThat(this.log).singleElement().asString().contains("status 302");
	}

	@Test
	void theRolloutDoesNotWaitForAWebhookThatIsSilent() {
		this.status = (_) -> 0;
		Notifier notifier = notifier();
		for (int i = 0; i < 200; i++) {
			notifier.tell("{}");
		}
		await().until(() -> this.received.size() == 1);
		assertThat(this.released.getCount()).as("still silent").isOne();
		this.status = (_) -> 204;
		this.released.countDown();
	}

	@Test
	void addressesComeFromThePolicyAFileAndTheEnvironment() throws IOException {
		Path file = Files.writeString(this.directory.resolve("urls"), "# chat\nhttps://a.example/1\n\n");
		assertThat(NotifyTargets.read(List.of("https://b.example/2"), file, " https://c.example/3 \n")).containsExactly(
				URI.create("https://b.example/2"), URI.create("https://c.example/3"),
				URI.create("https://a.example/1"));
		assertThat(NotifyTargets.read(List.of(), null, "")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://hooks.example/s3cret", "ftp://hooks.example/s3cret", "https:///s3cret",
			"https://ada:s3cret@hooks.example/", "https://hooks.example/#s3cret", "s3cret", "https://h/ s3cret" })
	void otherAddressesAreRefusedAndNotShown(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> NotifyTargets.read(List.of(), null, url))
			.withMessageContaining("ROLLOUT_NOTIFY_URL")
			.withMessageNotContaining("s3cret");
	}

	/** That of a cloud's credentials is the first. */
	@ParameterizedTest
	@ValueSource(strings = { "https://169.254.169.254/latest", "https://[fe80::1]/", "https://0.0.0.0/",
			"https://127.0.0.2/", "https://224.0.0.1/" })
	void nothingIsSentToTheNetworksOwnServices(String url) {
		try (Notifier notifier = new Notifier(List.of(URI.create(url)), UNSIGNED, this.log::add, AT_ONCE)) {
			notifier.tell("{}");
		}
		assertThat(this.log).singleElement().asString().contains("the network's own services");
	}

	private Notifier notifier() {
		return new Notifier(List.of(url("/hook")), UNSIGNED, this.log::add, AT_ONCE);
	}

	private URI url(String path) {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path);
	}

}
