package dev.agentservice.run.order;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.run.order.RunOrder.Delivery;
import dev.agentservice.run.order.RunOrder.Input;
import dev.agentservice.run.order.RunOrder.Terms;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.ReleaseProperties;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Orders in the form that other releases wrote and will read.
 */
class StoredOrderTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final JsonNode GOLDEN = golden();

	private static final ReleaseProperties RELEASE = new ReleaseProperties("1.4.0", "canary");

	private static final UserTag TAG = new UserTag("3f0123456789abcdef0123456789abcd");

	private static final RunOrder ORDER = new RunOrder(new Caller("acme", "jane", TAG, "web-app", Set.of(Scope.AGENT)),
			"assistant", "5b1c",
			new Input("Compare the two offers. Grüße 👋",
					List.of(new Message.User("Here is the first."),
							new Message.Assistant("I have read it.", List.of())),
					"offers", true, true),
			new Terms(new BigDecimal("0.25"), 800, true), new Delivery(RunMode.STREAM, OnDisconnect.DETACH, true),
			Instant.parse("2026-11-29T10:15:30.123Z"), Map.of("ticket", "4711"),
			new ResolvedFlags(Map.of("parallel-tool-execution", false, "simple-model", "")));

	@Test
	void versionOneIsRead() {
		assertThat(read(text("document"), text("input"))).isEqualTo(ORDER);
	}

	@Test
	void versionOneIsWritten() {
		assertThat(MAPPER.readTree(StoredOrder.document(ORDER, 1, RELEASE).json()))
			.isEqualTo(stamped(object("document")));
		assertThat(MAPPER.readTree(StoredOrder.input(ORDER, 1))).isEqualTo(GOLDEN.get("input"));
	}

	@Test
	void versionTwoHasTheSameForm() {
		ObjectNode document = object("document").put("v", 2);
		ObjectNode input = object("input").put("v", 2);
		assertThat(MAPPER.readTree(StoredOrder.document(ORDER, 2, RELEASE).json()))
			.isEqualTo(stamped(document.deepCopy()));
		assertThat(MAPPER.readTree(StoredOrder.input(ORDER, 2))).isEqualTo(input);
		assertThat(read(document.toString(), input.toString())).isEqualTo(ORDER);
	}

	@Test
	void whatANewerReleaseWroteIsRefusedByItsVersion() {
		assertUnreadable(object("document").put("v", 3).toString(), text("input"), "newer release");
		assertUnreadable(text("document"), object("input").put("v", 3).toString(), "newer release");
		assertUnreadable("{}", text("input"), "damaged");
	}

	private static void assertUnreadable(String document, String input, String why) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(() -> read(document, input))
			.withMessageContaining(why);
	}

	@Test
	void whatALaterReleaseAddsDisturbsNobody() {
		ObjectNode document = object("document").put("later", 1);
		ObjectNode input = object("input");
		input.putObject("later").put("is", "here");
		assertThat(read(document.toString(), input.toString())).isEqualTo(ORDER);
	}

	/** As a release wrote it that knew neither stored input nor flags. */
	@Test
	void whatAnOlderRecordLacksIsTakenFromTheRequest() {
		ObjectNode document = object("document");
		document.remove("flags");
		RunOrder asked = new RunOrder(ORDER.caller(), "assistant", "newer", ORDER.input(), ORDER.terms(),
				ORDER.delivery(), Instant.EPOCH, Map.of(), new ResolvedFlags(Map.of("agent-enabled", true)));
		RunOrder resumed = StoredOrder.ofFirst(asked, document.toString(), null);
		assertThat(resumed.input()).isEqualTo(ORDER.input());
		assertThat(resumed.revision()).isEqualTo("5b1c");
		assertThat(resumed.createdAt()).isEqualTo(ORDER.createdAt());
		assertThat(resumed.metadata()).isEqualTo(ORDER.metadata());
		assertThat(resumed.flags()).isEqualTo(ResolvedFlags.NONE);
	}

	@Test
	void aRetryIsToDoWhatTheFirstAttemptWasAskedAndAnswersAsItIsAskedNow() {
		Delivery now = new Delivery(RunMode.SYNC, OnDisconnect.CANCEL, false);
		RunOrder asked = new RunOrder(ORDER.caller(), "assistant", "newer",
				new Input("Compare the two offers.", List.of(), "offers", false, false), new Terms(null, null, false),
				now, Instant.EPOCH, Map.of(), ResolvedFlags.NONE);
		RunOrder resumed = StoredOrder.ofFirst(asked, text("document"), text("input"));
		assertThat(resumed.input()).isEqualTo(ORDER.input());
		assertThat(resumed.terms()).isEqualTo(ORDER.terms());
		assertThat(resumed.flags()).isEqualTo(ORDER.flags());
		assertThat(resumed.delivery()).isEqualTo(now);
	}

	@Test
	void onlyRunsThatContinueWithoutTheirClientStoreTheirInput() {
		RunOrder cancelled = new RunOrder(ORDER.caller(), ORDER.agent(), ORDER.revision(), ORDER.input(), ORDER.terms(),
				new Delivery(RunMode.STREAM, OnDisconnect.CANCEL, false), ORDER.createdAt(), ORDER.metadata(),
				ORDER.flags());
		assertThat(StoredOrder.input(cancelled, 2)).isEmpty();
	}

	/** As a release writes it that says which one it is; older ones ignore that. */
	private static ObjectNode stamped(ObjectNode document) {
		return document.put("release", "1.4.0").put("track", "canary");
	}

	private static RunOrder read(String document, String input) {
		return StoredOrder.read(TAG, new StoredOrder.Who("acme", "jane"), document, input);
	}

	private static String text(String field) {
		return GOLDEN.get(field).toString();
	}

	private static ObjectNode object(String field) {
		return GOLDEN.get(field).deepCopy().asObject();
	}

	private static JsonNode golden() {
		try (InputStream in = Objects
			.requireNonNull(StoredOrderTests.class.getResourceAsStream("/run/order-v1.json"))) {
			return MAPPER.readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
