using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Magpie.Tests.Support;

/// <summary>A status and a JSON body.</summary>
internal sealed record CloudinaryAnswer(int Status, object Body)
{
    public static CloudinaryAnswer Error(int status, string message) => new(status, new { error = new { message } });

    public byte[] Bytes() => JsonSerializer.SerializeToUtf8Bytes(Body);

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/json; charset=utf-8";
        var body = Bytes();
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
