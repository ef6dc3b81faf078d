package dev.agentservice.endtoend.crash.agent;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.support.BlockingHttp;
import dev.agentservice.tool.ToolCheck;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.registry.Tools;
import dev.langchain4j.agent.tool.Tool;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * In a replica under test: has each call of a tool told to the {@link CallBook}, which
 * may kill the replica before or after it. A tool with side effects is not called: what
 * it would have done is an entry in the book, which also answers whether it was done.
 */
class StandIns implements BeanPostProcessor {

	/** The property with the book's address. */
	static final String BOOK = "crash.book";

	/** The property with the name of the replica. */
	static final String REPLICA = "crash.replica";

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Environment environment;

	private final ObjectProvider<Tools> tools;

	StandIns(Environment environment, ObjectProvider<Tools> tools) {
		this.environment = environment;
		this.tools = tools;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = ClassUtils.getUserClass(bean);
		if (!type.getName().startsWith("org.springframework.") && hasTools(type)) {
			if (Modifier.isFinal(type.getModifiers())) {
				throw new IllegalStateException(type.getName() + " is final: its tools cannot be watched");
			}
			ProxyFactory proxy = new ProxyFactory(bean);
			proxy.setProxyTargetClass(true);
			proxy.addAdvice((MethodInterceptor) this::call);
			return proxy.getProxy(type.getClassLoader());
		}
		return bean;
	}

	private static boolean hasTools(Class<?> type) {
		return !MethodIntrospector
			.selectMethods(type, (Method method) -> AnnotatedElementUtils.isAnnotated(method, Tool.class))
			.isEmpty();
	}

	private @Nullable Object call(MethodInvocation call) throws Throwable {
		ToolCheck check = call.getMethod().getAnnotation(ToolCheck.class);
		if (check != null) {
			String receipt = tell(check.value(), call.getArguments(), true, true);
			return receipt.isEmpty() ? new ToolEffect.Absent() : new ToolEffect.Happened(receipt);
		}
		Tool tool = call.getMethod().getAnnotation(Tool.class);
		if (tool == null) {
			return call.proceed();
		}
		String name = tool.name().isBlank() ? call.getMethod().getName() : tool.name();
		boolean sideEffects = Objects.requireNonNull(this.tools.getObject().settings().get(name), name).sideEffects();
		String receipt = tell(name, call.getArguments(), sideEffects, false);
		if (!sideEffects) {
			return call.proceed();
		}
		return (call.getMethod().getReturnType() == String.class) ? receipt : null;
	}

	private String tell(String tool, @Nullable Object[] arguments, boolean sideEffects, boolean check) {
		List<String> texts = Arrays.stream(arguments)
			.filter((argument) -> !(argument instanceof ToolContext))
			.map(String::valueOf)
			.toList();
		String call = JsonMapper.shared()
			.writeValueAsString(Map.of("tool", tool, "arguments", texts, "side_effects", sideEffects, "check", check,
					"replica", this.environment.getRequiredProperty(REPLICA)));
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.environment.getRequiredProperty(BOOK)))
			.POST(BodyPublishers.ofString(call))
			.build();
		return BlockingHttp.send(HTTP, request, BodyHandlers.ofString()).body();
	}

}
