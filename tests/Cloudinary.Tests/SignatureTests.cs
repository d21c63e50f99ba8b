namespace CloudinaryDotNet.Tests;

public sealed class SignatureTests
{
    private static readonly Account Account = new("demo", "1234", "abcd");

    [Fact]
    public void The_documented_example_of_a_signature_comes_out()
    {
        // https://cloudinary.com/documentation/authentication_signatures
        Sign(SignatureAlgorithm.SHA1, ("timestamp", "1315060510"), ("public_id", "sample_image"), ("eager", "w_400,h_300,c_pad|w_260,h_200,c_crop"))
            .ShouldBe("bfd09f95f331f558cbd1320e67aa8d488770583e");
    }

    [Fact]
    public void File_key_and_resource_type_are_not_signed()
    {
        Sign(
            SignatureAlgorithm.SHA1, ("timestamp", "1315060510"), ("public_id", "sample_image"), ("file", "x"), ("api_key", "1234"), ("resource_type", "image"))
            .ShouldBe("b4ad47fb4e25c7bf5f92a20089f9db59bc302313");
    }

    [Fact]
    public void The_digest_can_be_SHA_256()
    {
        Sign(SignatureAlgorithm.SHA256, ("timestamp", "1315060510"), ("public_id", "sample_image"))
            .ShouldBe("e3c44b54e67a3ecc918f5d7236ca5faa36250ea8a8cd6cbabfd2d6bb2453acac");
    }

    [Fact]
    public void An_ampersand_in_a_value_cannot_pass_for_a_parameter()
    {
        var smuggled = Sign(SignatureAlgorithm.SHA1, ("public_id", "sample_image&tags=a"), ("timestamp", "1315060510"));
        var meant = Sign(SignatureAlgorithm.SHA1, ("public_id", "sample_image"), ("tags", "a"), ("timestamp", "1315060510"));

        smuggled.ShouldNotBe(meant);
    }

    [Theory]
    [InlineData("cloudinary://1234:abcd@demo", "demo", "1234", "abcd")]
    [InlineData("cloudinary://1234:abcd@demo?upload_prefix=http://127.0.0.1:1", "demo", "1234", "abcd")]
    public void An_account_is_read_from_an_address(string url, string cloud, string key, string secret)
    {
        var api = new Cloudinary(url).Api;

        api.Account.Cloud.ShouldBe(cloud);
        api.Account.ApiKey.ShouldBe(key);
        api.Account.ApiSecret.ShouldBe(secret);
        api.ApiBaseAddress.ShouldBe("https://api.cloudinary.com");
    }

    [Theory]
    [InlineData("")]
    [InlineData("https://1234:abcd@demo")]
    [InlineData("cloudinary://1234@demo")]
    public void An_address_of_another_form_is_refused_without_being_repeated(string url)
    {
        var error = Should.Throw<ArgumentException>(() => new Cloudinary(url));

        error.Message.ShouldNotContain("1234");
    }

    private static string Sign(SignatureAlgorithm algorithm, params (string Name, string Value)[] parameters)
    {
        var api = new Cloudinary(Account).Api;
        api.SignatureAlgorithm = algorithm;
        return api.SignParameters(parameters.ToDictionary(one => one.Name, one => (object)one.Value, StringComparer.Ordinal));
    }
}
