using Magpie.Functions.Delivery;
using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Tests.Delivery;

public sealed class CloudinaryAccountTests
{
    [Fact]
    public void Without_settings_there_is_no_account() => Read().ShouldBeNull();

    [Fact]
    public void An_account_is_read_from_the_url_with_case_and_escapes()
    {
        var account = Read(("CLOUDINARY_URL", "cloudinary://12345:a%2Fb%40c@My-Cloud?upload_prefix=http://127.0.0.1:8080/"))!;

        account.CloudName.ShouldBe("My-Cloud");
        account.ApiKey.ShouldBe("12345");
        account.UploadPrefix!.AbsoluteUri.ShouldBe("http://127.0.0.1:8080/");
        using var http = new HttpClient();
        var api = account.Connect(http).Api;
        api.Account.ApiSecret.ShouldBe("a/b@c");
        api.ApiBaseAddress.ShouldBe("http://127.0.0.1:8080");
        api.Client.ShouldBeSameAs(http);
    }

    [Fact]
    public void An_account_is_read_from_three_settings()
    {
        var account = Read(("CLOUDINARY_CLOUD_NAME", "demo"), ("CLOUDINARY_API_KEY", "12345"), ("CLOUDINARY_API_SECRET", "s3cret"))!;

        account.CloudName.ShouldBe("demo");
        account.UploadPrefix.ShouldBeNull();
        using var http = new HttpClient();
        account.Connect(http).Api.ApiBaseAddress.ShouldBe("https://api.cloudinary.com");
    }

    [Fact]
    public void The_url_goes_before_the_three_settings() =>
        Read(("CLOUDINARY_URL", "cloudinary://1:2@one"), ("CLOUDINARY_CLOUD_NAME", "two"))!.CloudName.ShouldBe("one");

    [Fact]
    public void SHA_256_signatures_can_be_asked_for()
    {
        Read(("CLOUDINARY_URL", "cloudinary://1:2@one?signature_algorithm=sha256"))!.Sha256.ShouldBeTrue();
        Read(("CLOUDINARY_URL", "cloudinary://1:2@one"))!.Sha256.ShouldBeFalse();
    }

    [Theory]
    [InlineData("CLOUDINARY_CLOUD_NAME")]
    [InlineData("CLOUDINARY_API_KEY")]
    [InlineData("CLOUDINARY_API_SECRET")]
    public void A_missing_setting_is_named_and_no_value_told(string missing)
    {
        var settings = new[] { ("CLOUDINARY_CLOUD_NAME", "v4lue1"), ("CLOUDINARY_API_KEY", "v4lue2"), ("CLOUDINARY_API_SECRET", "v4lue3") };

        var error = Should.Throw<InvalidOperationException>(() => Read([.. settings.Where(setting => setting.Item1 != missing)]));

        error.Message.ShouldStartWith($"{missing} is not set.");
        error.Message.ShouldNotContain("v4lue");
    }

    [Theory]
    [InlineData("https://key4:secret4@cloud")]
    [InlineData("cloudinary://key4@cloud")]
    [InlineData("cloudinary://key4:secret4")]
    [InlineData("cloudinary://key4:secret4@")]
    [InlineData("cloudinary://key4:secret4@cloud/folder")]
    [InlineData("cloudinary://:secret4@cloud")]
    [InlineData("cloudinary://key4:secret4:more@cloud")]
    [InlineData("cloudinary://key4:secret4@cloud?upload_prefix=http://example.com")]
    [InlineData("cloudinary://key4:secret4@cloud?upload_prefix=nonsense")]
    [InlineData("cloudinary://key4:secret4@cloud?signature_algorithm=md5")]
    public void A_malformed_url_is_named_and_not_told(string url)
    {
        var error = Should.Throw<InvalidOperationException>(() => Read(("CLOUDINARY_URL", url)));

        error.Message.ShouldStartWith("CLOUDINARY_URL ");
        error.Message.ShouldNotContain("secret4");
        error.Message.ShouldNotContain("key4");
    }

    private static CloudinaryAccount? Read(params (string Name, string Value)[] settings) => CloudinaryAccount.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
        .Build());
}
