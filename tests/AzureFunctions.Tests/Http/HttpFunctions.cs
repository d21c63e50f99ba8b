using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Http;

public sealed class HttpFunctions(Greeting greeting)
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new OkObjectResult(new { hello = request.Query["name"].ToString() });

    [Function("ReadAsset")]
    public async Task<IResult> Read(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "assets/{id:int}")] HttpRequest request, int id, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.CanBeCanceled.ShouldBeTrue();
        cancellationToken.ShouldNotBe(request.HttpContext.RequestAborted);
        return Results.Json(new { id, route = request.RouteValues["id"], greeting = greeting.Text, scope = greeting.Scope });
    }

    [Function("DeleteAsset")]
    public static IActionResult Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "assets/{id:int}")] HttpRequest request) => new NoContentResult();

    [Function("CatchAll")]
    public static IActionResult Media([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "media/{*path}")] HttpRequest request, string? path) =>
        new ContentResult { Content = path ?? "(none)", ContentType = "text/plain", StatusCode = 203 };

    [Function("Stream")]
    public static IActionResult Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        new FileStreamResult(new MemoryStream([1, 2, 3, 4, 5]), "application/octet-stream") { EnableRangeProcessing = true };

    [Function("Fail")]
    public static IActionResult Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException("a bug");

    [Function("Echo")]
    public static async Task<IActionResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        try
        {
            return new ContentResult { Content = $"{(await reader.ReadToEndAsync()).Length}" };
        }
        catch (BadHttpRequestException error)
        {
            return new StatusCodeResult(error.StatusCode);
        }
    }

    [Function("Any")]
    public static ValueTask<StatusCodeResult> Any([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
        ValueTask.FromResult(new StatusCodeResult(StatusCodes.Status418ImATeapot));

    [Function("Nothing")]
    public static Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        context.GetHttpContext()!.Response.Headers["x-invocation"] = context.InvocationId;
        context.GetHttpContext()!.Response.Headers["x-function"] = context.FunctionDefinition.Name;
        return Task.CompletedTask;
    }
}

public sealed class Greeting
{
    public string Text { get; } = "good morning";

    public Guid Scope { get; } = new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}
