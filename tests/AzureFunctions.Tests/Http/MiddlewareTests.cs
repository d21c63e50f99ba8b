using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Magpie.AzureFunctions.Tests.Http;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_answers_in_place_of_the_function()
    {
        await using var app = await StartAsync(static builder => builder.ConfigureFunctionsWebApplication().UseMiddleware<Gate>());

        (await app.Http.GetAsync("/api/Secret")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await app.Http.GetStringAsync("/api/Secret?key=1")).ShouldBe("secret");
    }

    [Fact]
    public async Task Middleware_maps_an_exception_to_an_answer()
    {
        await using var app = await StartAsync(static builder => builder.ConfigureFunctionsWebApplication().UseMiddleware<Errors>());

        var answer = await app.Http.GetAsync("/api/Broken");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("a bug");
    }

    [Fact]
    public async Task Middleware_sees_and_replaces_what_the_function_returned()
    {
        await using var app = await StartAsync(static builder => builder.ConfigureFunctionsWebApplication().UseMiddleware(static async (context, next) =>
        {
            await next();
            context.GetInvocationResult<ContentResult>().Value!.Content += ", and more";
        }));

        (await app.Http.GetStringAsync("/api/Secret")).ShouldBe("secret, and more");
    }

    [Fact]
    public async Task Middleware_registered_before_the_web_application_sees_no_http_context()
    {
        var seen = new List<HttpContext?>();
        await using var app = await StartAsync(builder => ((FunctionsApplicationBuilder)builder
            .UseMiddleware((context, next) => Note(context, next)))
            .ConfigureFunctionsWebApplication()
            .UseMiddleware((context, next) => Note(context, next)));

        await app.Http.GetAsync("/api/Secret");

        seen.Count.ShouldBe(2);
        seen[0].ShouldBeNull();
        seen[1].ShouldNotBeNull();

        Task Note(FunctionContext context, Func<Task> next)
        {
            seen.Add(context.GetHttpContext());
            return next();
        }
    }

    [Fact]
    public void Http_functions_need_the_web_application() =>
        Should.Throw<InvalidOperationException>(() => RunningApp.Build([typeof(Functions)], configure: static _ => { }))
            .Message.ShouldContain("ConfigureFunctionsWebApplication");

    [Fact]
    public void Two_functions_of_one_name_do_not_start() =>
        Should.Throw<InvalidOperationException>(() => RunningApp.Build([typeof(Functions), typeof(Twin)])).Message.ShouldContain("Secret");

    private static Task<RunningApp> StartAsync(Action<FunctionsApplicationBuilder> configure) =>
        RunningApp.StartAsync([typeof(Functions)], configure: configure);

    public static class Functions
    {
        [Function("Secret")]
        public static IActionResult Secret([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            new ContentResult { Content = "secret" };

        [Function("Broken")]
        public static Task<IActionResult> Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
            throw new InvalidOperationException("a bug");
    }

    public static class Twin
    {
        [Function("Secret")]
        public static IActionResult Secret([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new OkResult();
    }

    public sealed class Gate : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            if (context.GetHttpContext()!.Request.Query.ContainsKey("key"))
            {
                return next(context);
            }

            context.GetInvocationResult().Value = new UnauthorizedResult();
            return Task.CompletedTask;
        }
    }

    public sealed class Errors : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException error)
            {
                context.GetInvocationResult().Value = new ContentResult { Content = error.Message, StatusCode = 500 };
            }
        }
    }
}
