package dev.agentservice.identity.web;

import java.io.IOException;
import java.util.Collections;
import java.util.Objects;

import dev.agentservice.support.BesideOthers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class AgentKeyFilterTests {

	private final AgentKeyFilter filter = new AgentKeyFilter(
			new SecurityProblems(new AuthMetrics(new SimpleMeterRegistry())));

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private @Nullable HttpServletRequest passed() throws ServletException, IOException {
		MockFilterChain chain = new MockFilterChain();
		this.filter.doFilter(this.request, this.response, chain);
		return (HttpServletRequest) chain.getRequest();
	}

	@Test
	void theKeyStandsInAuthorizationForAllBehindIt() throws ServletException, IOException {
		this.request.addHeader("X-Agent-Key", "secret");
		HttpServletRequest passed = Objects.requireNonNull(passed());
		assertThat(passed.getHeader(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer secret");
		assertThat(passed.getHeader("x-agent-key")).isNull();
		assertThat(Collections.list(passed.getHeaderNames())).containsExactly(HttpHeaders.AUTHORIZATION);
	}

	@Test
	void theSignatureOfAPlatformIsNoCredential() throws ServletException, IOException {
		this.request.addHeader(HttpHeaders.AUTHORIZATION, "AWS4-HMAC-SHA256 Credential=…");
		this.request.addHeader("X-Agent-Key", "secret");
		HttpServletRequest passed = Objects.requireNonNull(passed());
		assertThat(Collections.list(passed.getHeaders("authorization"))).containsExactly("Bearer secret");
	}

	@Test
	void theSameKeyTwiceIsOneKey() throws ServletException, IOException {
		this.request.addHeader(HttpHeaders.AUTHORIZATION, "bearer secret");
		this.request.addHeader("X-Agent-Key", "secret");
		assertThat(passed()).isNotNull();
	}

	@Test
	void twoDifferentCredentialsAreRefused() throws ServletException, IOException {
		this.request.addHeader(HttpHeaders.AUTHORIZATION, "Bearer elsewhere");
		this.request.addHeader("X-Agent-Key", "secret");
		assertThat(passed()).isNull();
		assertThat(this.response.getStatus()).isEqualTo(400);
		assertThat(this.response.getContentAsString()).contains("X-Agent-Key").doesNotContain("secret", "elsewhere");
	}

	@Test
	void soIsTheHeaderSentTwice() throws ServletException, IOException {
		this.request.addHeader("X-Agent-Key", "secret");
		this.request.addHeader("X-Agent-Key", "secret");
		assertThat(passed()).isNull();
		assertThat(this.response.getStatus()).isEqualTo(400);
	}

	@Test
	void requestsWithoutItPassAsTheyAre() throws ServletException, IOException {
		assertThat(passed()).isSameAs(this.request);
	}

}
