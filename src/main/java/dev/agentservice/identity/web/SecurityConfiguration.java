package dev.agentservice.identity.web;

import java.nio.charset.StandardCharsets;

import dev.agentservice.identity.Callers;
import dev.agentservice.identity.Scope;
import dev.agentservice.support.SecurityHeaders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Which path needs which scope. What is not listed does not exist.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	private static final String[] DOCS = { "/swagger-ui.html", "/swagger-ui/*", "/v3/api-docs", "/v3/api-docs.yaml" };

	/** Their signature is their credential, which their controller checks. */
	private static final String HOOKS = "/hooks/*";

	private static final String[] AGENT_PATHS = { "/agent", "/agents", "/runs/**", "/sessions/**", "/v1/**" };

	/**
	 * Probes and Prometheus bring no credentials. The matcher knows these endpoints only
	 * on the management port.
	 */
	@Bean
	@Order(1)
	SecurityFilterChain managementSecurity(HttpSecurity http) {
		return stateless(http).securityMatcher(EndpointRequest.to("health", "info", "prometheus"))
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.build();
	}

	/**
	 * Spring's resource server configurer would also publish metadata and accept DPoP
	 * tokens; the bearer filter alone is all that is wanted.
	 */
	@Bean
	@Order(2)
	SecurityFilterChain apiSecurity(HttpSecurity http, Callers callers, AuthMetrics metrics) {
		SecurityProblems problems = new SecurityProblems(metrics);
		return stateless(http).addFilterBefore(new AgentKeyFilter(problems), AnonymousAuthenticationFilter.class)
			.addFilterBefore(new BearerAuthentication(callers, problems).filter(), AnonymousAuthenticationFilter.class)
			.exceptionHandling((errors) -> errors.authenticationEntryPoint(problems).accessDeniedHandler(problems))
			.authorizeHttpRequests(
					(requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
						.permitAll()
						.requestMatchers(DOCS)
						.permitAll()
						.requestMatchers(HttpMethod.POST, HOOKS)
						.permitAll()
						.requestMatchers(AGENT_PATHS)
						.hasAuthority(Scope.AGENT.authority())
						.requestMatchers("/knowledge", "/knowledge/**")
						.hasAuthority(Scope.KNOWLEDGE.authority())
						.requestMatchers("/ops/platform/**")
						.hasAuthority(Scope.PLATFORM.authority())
						.requestMatchers("/ops/**")
						.hasAuthority(Scope.OPS.authority())
						.requestMatchers("/users/**", "/tenants/**", "/erasures/*")
						.authenticated()
						.anyRequest()
						.access((_, _) -> new SecurityProblems.Unlisted()))
			.build();
	}

	/**
	 * Spring Security would observe each of its filters, twice for each request, which
	 * takes more time than all it does besides. Who was refused is counted as a request.
	 */
	@Bean
	SecurityObservationSettings securityObservations() {
		return SecurityObservationSettings.noObservations();
	}

	/**
	 * Header values are UTF-8 for us: bytes that are C1 controls in Latin-1 are halves of
	 * letters in a user's name.
	 */
	@Bean
	StrictHttpFirewall httpFirewall() {
		StrictHttpFirewall firewall = new StrictHttpFirewall();
		firewall.setAllowedHeaderValues(
				(value) -> new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8).chars()
					.noneMatch((c) -> Character.isISOControl(c) && c != '\t'));
		return firewall;
	}

	private static HttpSecurity stateless(HttpSecurity http) {
		return http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.headers((headers) -> headers.addHeaderWriter(SecurityConfiguration::writePolicy)
				.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
			.csrf(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable);
	}

	/** Beside Spring's own headers. */
	private static void writePolicy(HttpServletRequest request, HttpServletResponse response) {
		boolean page = request.getRequestURI().startsWith("/swagger-ui");
		response.setHeader(SecurityHeaders.POLICY, page ? SecurityHeaders.OWN_PAGE : SecurityHeaders.NOTHING);
	}

}
