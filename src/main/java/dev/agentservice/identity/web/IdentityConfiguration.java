package dev.agentservice.identity.web;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.agentservice.identity.Bearer;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Callers;
import dev.agentservice.identity.Credential;
import dev.agentservice.identity.IdentityProperties;
import dev.agentservice.identity.JwtProperties;
import dev.agentservice.identity.UserTags;
import dev.agentservice.identity.token.ApiKeys;
import dev.agentservice.identity.token.JwtDecoders;
import dev.agentservice.identity.token.Jwts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Where credentials come from, and how controllers get to know the caller.
 */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration implements WebMvcConfigurer {

	private static final Logger logger = LoggerFactory.getLogger(IdentityConfiguration.class);

	static {
		// It comes from the credential, so it is no parameter of any operation.
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Bearer.class);
	}

	@Bean
	Callers callers(IdentityProperties properties, UserTags tags) {
		List<Function<String, Optional<Credential>>> sources = new ArrayList<>();
		ApiKeys keys = new ApiKeys(properties, Clock.systemUTC());
		sources.add(keys::find);
		JwtProperties jwt = properties.jwt();
		if (jwt != null) {
			sources.add(new Jwts(jwt, JwtDecoders.of(jwt))::find);
		}
		else if (!keys.anyUsable()) {
			logger.atWarn()
				.addKeyValue("api_keys", properties.apiKeys().size())
				.log("Nobody can call this service: every request is a 401. Configure an API key that is enabled and not"
						+ " expired (agent-service.identity.api-keys), or an issuer of JWTs (agent-service.identity.jwt)");
		}
		return new Callers(sources, tags);
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new CallerArgumentResolver());
	}

}
