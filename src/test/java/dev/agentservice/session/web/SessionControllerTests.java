package dev.agentservice.session.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

import static org.assertj.core.api.Assertions.assertThat;

class SessionControllerTests {

	private final Caller jane = Tickets.somebody();

	@AutoClose
	private final RunReplica replica = new RunReplica(RedisServer.shared());

	private final MockMvcTester http = MockMvcTester
		.create(MockMvcBuilders.standaloneSetup(new SessionController(this.replica.sessions()))
			.setCustomArgumentResolvers(new AlwaysJane())
			.build());

	@Test
	void aPageOfSessionsSaysWhereTheNextBegins() {
		this.replica.converse(this.jane, "a", "run_1");
		this.replica.converse(this.jane, "b", "run_2");
		assertThat(this.http.get().uri("/sessions?limit=1")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"sessions": [{"id": "a", "agent": "assistant", "created_at": "2026-11-23T09:30:00Z",
				  "updated_at": "2026-11-23T09:30:00Z", "turns": 1}], "next": "a"}""");
		assertThat(this.http.get().uri("/sessions?after=a")).hasStatusOk()
			.bodyJson()
			.doesNotHavePath("$.next")
			.extractingPath("$.sessions[0].id")
			.isEqualTo("b");
	}

	@Test
	void aSessionShowsItsTurnsWithRoles() {
		this.replica.converse(this.jane, "a", "run_1");
		assertThat(this.http.get().uri("/sessions/a")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"id": "a", "agent": "assistant", "created_at": "2026-11-23T09:30:00Z",
				 "updated_at": "2026-11-23T09:30:00Z", "turns": [{"run_id": "run_1", "at": "2026-11-23T09:30:00Z",
				 "messages": [{"role": "user", "text": "task of run_1"},
				   {"role": "assistant", "text": "answer of run_1"}], "careful": false}]}""");
	}

	@Test
	void deletingAnswersNoContentAndThenNotFound() {
		this.replica.converse(this.jane, "a", "run_1");
		assertThat(this.http.delete().uri("/sessions/a")).hasStatus(HttpStatus.NO_CONTENT);
		assertProblem("/sessions/a", ProblemCode.NOT_FOUND);
	}

	@Test
	void whatIsNoIdIsNotFound() {
		assertProblem("/sessions/a%20b", ProblemCode.NOT_FOUND);
	}

	@Test
	void aCursorThatIsNoIdIsRefused() {
		assertProblem("/sessions?after=a:b", ProblemCode.INVALID_REQUEST);
	}

	private void assertProblem(String uri, ProblemCode code) {
		assertThat(this.http.get().uri(uri)).failure()
			.cause()
			.isInstanceOfSatisfying(ProblemException.class, (problem) -> assertThat(problem.code()).isEqualTo(code));
	}

	private final class AlwaysJane implements HandlerMethodArgumentResolver {

		@Override
		public boolean supportsParameter(MethodParameter parameter) {
			return parameter.getParameterType() == Caller.class;
		}

		@Override
		public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
				NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
			return SessionControllerTests.this.jane;
		}

	}

}
