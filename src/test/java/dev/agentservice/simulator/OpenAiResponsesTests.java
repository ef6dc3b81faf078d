package dev.agentservice.simulator;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.webhooks.WebhookVerificationParams;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedHooks;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** The simulated responses, read by OpenAI's own client. */
@BesideOthers
class OpenAiResponsesTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private final Simulator simulator = Simulator.start();

	private final OpenAIClient openai = OpenAIOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.maxRetries(0)
		.build();

	@AfterEach
	void close() {
		this.openai.close();
		this.simulator.close();
	}

	@Test
	void aBackgroundStreamIsNumberedAndCanBeReadAgain() {
		this.simulator.responses().next(Act.search(), Act.say("It is ", "42."), Act.use(10, 5));
		List<ResponseStreamEvent> events;
		try (var stream = this.openai.responses().createStreaming(task().background(true).build())) {
			events = stream.stream().toList();
		}
		Response whole = events.getLast().asCompleted().response();
		assertThat(whole.output().getFirst().isWebSearchCall()).isTrue();
		assertThat(whole.output().getLast().asMessage().content().getFirst().asOutputText().text())
			.isEqualTo("It is 42.");
		assertThat(whole.usage().orElseThrow().inputTokens()).isEqualTo(10);
		List<ResponseStreamEvent> rest;
		try (var stream = this.openai.responses()
			.retrieveStreaming(ResponseRetrieveParams.builder().responseId(whole.id()).startingAfter(3).build())) {
			rest = stream.stream().toList();
		}
		assertThat(rest).hasSize(events.size() - 4);
		assertThat(this.openai.responses().retrieve(whole.id()).status()).contains(ResponseStatus.COMPLETED);
	}

	@Test
	void onlyBackgroundResponsesCanBeCancelled() {
		this.simulator.responses().next(new Act.Hang()).next(Act.say("Hello."));
		Response hanging = this.openai.responses().create(task().background(true).build());
		assertThat(this.openai.responses().cancel(hanging.id()).status()).contains(ResponseStatus.CANCELLED);
		Response stored = this.openai.responses().create(task().store(true).build());
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> this.openai.responses().cancel(stored.id()));
	}

	@Test
	void whatIsDeletedOrNotStoredIsNotFound() {
		Response stored = this.openai.responses().create(task().store(true).build());
		Response next = this.openai.responses().create(task().store(false).previousResponseId(stored.id()).build());
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.openai.responses().create(task().previousResponseId(next.id()).build()));
		this.openai.responses().delete(stored.id());
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.openai.responses().retrieve(stored.id()));
	}

	@Test
	void anOutputWithoutItsCallIsRefused() {
		this.simulator.openai().expectIllegalRequests();
		ResponseCreateParams lone = ResponseCreateParams.builder()
			.model("gpt-4.1-mini")
			.input(ResponseCreateParams.Input.ofResponse(List.of(ResponseInputItem.ofFunctionCallOutput(
					ResponseInputItem.FunctionCallOutput.builder().callId("call_1").output("42").build()))))
			.build();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.openai.responses().create(lone));
	}

	@Test
	void workGoesOnWithoutAListener() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		this.simulator.responses().next(Act.await(released), Act.say("Done."));
		Response begun = this.openai.responses().create(task().background(true).build());
		released.complete(null);
		await().until(() -> this.openai.responses()
			.retrieve(begun.id())
			.status()
			.orElseThrow()
			.equals(ResponseStatus.COMPLETED));
	}

	@Test
	void whatItsWebhooksSayIsVerifiedAndReadByTheClient() {
		SimulatedHooks.Message message = SimulatedHooks.Message.of(SECRET, "wh_1", Instant.now(),
				SimulatedHooks.response("response.completed", "resp_1"));
		Headers.Builder headers = Headers.builder();
		message.headers().forEach(headers::put);
		assertThat(this.openai.webhooks()
			.unwrap(WebhookVerificationParams.builder()
				.payload(message.body())
				.headers(headers.build())
				.secret(SECRET)
				.build())
			.asResponseCompleted()
			.data()
			.id()).isEqualTo("resp_1");
	}

	private static ResponseCreateParams.Builder task() {
		return ResponseCreateParams.builder().model("gpt-4.1-mini").input("What is 6*7?");
	}

}
