using Magpie.Functions.Assets;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Tests.Assets;

public sealed class PublicHostTests
{
    [Theory]
    [InlineData("http", null, "http://media.example:7071")]
    [InlineData("http", "https", "https://media.example:7071")]
    [InlineData("http", "http", "http://media.example:7071")]
    [InlineData("http", "javascript", "http://media.example:7071")]
    [InlineData("https", null, "https://media.example:7071")]
    public void The_scheme_is_what_the_client_spoke_to_the_host_in_front(string spoken, string? forwarded, string expected)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = (spoken, new HostString("media.example", 7071));
        request.Headers["X-Forwarded-Proto"] = forwarded;

        PublicHost.Of(request).ShouldBe(expected);
    }
}
