using System.Net;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Tests.Delivery;

public sealed class CloudinaryErrorsTests
{
    private static readonly CloudinaryAccount Account = CloudinaryAccount.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([new("CLOUDINARY_URL", "cloudinary://key12345:s3cr3t@demo")]).Build())!;

    [Fact]
    public void What_the_service_said_is_told_without_key_and_secret_on_one_line()
    {
        var error = Of(400, "Bad: key12345 and\r\ns3cr3t.");

        error!.Message.ShouldBe("Cloudinary refused the call (HTTP 400): Bad: … and….");
    }

    [Fact]
    public void What_the_service_said_is_told_in_part_when_it_is_long() => Of(400, new string('x', 10_000))!.Message.Length.ShouldBeLessThan(300);

    [Fact]
    public void What_the_service_said_of_a_signature_is_not_told() =>
        Of(401, "Invalid Signature 0a1b. String to sign - 'public_id=x'.")!.Message.ShouldNotContain("0a1b");

    [Theory]
    [InlineData(400, DeliveryErrorCodes.Refused, false)]
    [InlineData(401, DeliveryErrorCodes.Unauthorized, false)]
    [InlineData(404, DeliveryErrorCodes.Refused, false)]
    [InlineData(408, DeliveryErrorCodes.Unavailable, true)]
    [InlineData(413, DeliveryErrorCodes.Refused, false)]
    [InlineData(420, DeliveryErrorCodes.Throttled, true)]
    [InlineData(429, DeliveryErrorCodes.Throttled, true)]
    [InlineData(502, DeliveryErrorCodes.Unavailable, true)]
    public void A_status_says_whether_the_call_may_work_later(int status, string code, bool transient)
    {
        var error = Of(status, "said");

        error!.Code.ShouldBe(code);
        error.Transient.ShouldBe(transient);
    }

    [Fact]
    public void A_success_is_no_error() => Of(200, null).ShouldBeNull();

    [Fact]
    public void A_success_that_speaks_of_an_error_is_one() => Of(200, "Not quite")!.Code.ShouldBe(DeliveryErrorCodes.Refused);

    private static DeliveryError? Of(int status, string? said) => CloudinaryErrors.Of((HttpStatusCode)status, said, retryAfter: null, Account);
}
