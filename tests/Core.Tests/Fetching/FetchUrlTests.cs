using FsCheck;
using FsCheck.Fluent;
using Magpie.Fetching;

namespace Magpie.Core.Tests.Fetching;

public sealed class FetchUrlTests
{
    [Theory]
    [InlineData("https://hooks.example/magpie?token=1")]
    [InlineData("http://hooks.example:8080/")]
    [InlineData("https://1.1.1.1/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("https://bücher.example/")]
    public void An_address_of_the_public_internet_is_taken(string url)
    {
        var (parsed, problem) = FetchUrl.Parse(url, FetchAllowance.None);

        problem.ShouldBeNull();
        parsed.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hooks.example")]
    [InlineData("/relative")]
    [InlineData("ftp://hooks.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://hooks.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:secret@hooks.example/")]
    [InlineData("https://user@hooks.example/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://api.localhost/")]
    [InlineData("http://metadata.google.internal/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://169.254.169.254/metadata/instance")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:10.0.0.1]/")]
    [InlineData("http://[fd00::1]/")]
    [InlineData("https://\u05d0a.example/")] // letters of both directions in one label
    [InlineData("https://\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e\u5343\u842c\u5104\u5146\u4eac\u5793\u79ed\u7a63\u6e9d\u6f97\u6b63\u8f09\u6975\u6052\u6cb3\u6c99.example/")] // more than 63 characters in DNS
    public void Anything_else_is_refused_in_a_sentence(string? url)
    {
        var (parsed, problem) = FetchUrl.Parse(url, FetchAllowance.None);

        parsed.ShouldBeNull();
        problem.ShouldNotBeNull().ShouldStartWith("The URL must ");
    }

    [Fact]
    public void A_url_that_is_too_long_is_refused() =>
        FetchUrl.Parse("https://hooks.example/" + new string('x', FetchUrl.MaxLength), FetchAllowance.None).Url.ShouldBeNull();

    [Theory]
    [InlineData("http://localhost:8080/hook", true)]
    [InlineData("http://LocalHost:8080/hook", true)]
    [InlineData("http://localhost:8081/hook", false)]
    [InlineData("http://localhost/hook", false)]
    [InlineData("http://[::1]:9000/hook", true)]
    [InlineData("http://[0:0::1]:9000/hook", true)]
    [InlineData("http://127.0.0.1:8080/hook", false)]
    public void A_private_host_is_taken_with_exactly_the_port_that_is_allowed(string url, bool allowed)
    {
        var allowance = FetchAllowance.Parse(" localhost:8080 , [::1]:9000 ");

        (FetchUrl.Parse(url, allowance).Url is not null).ShouldBe(allowed);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost:0")]
    [InlineData("localhost:65536")]
    [InlineData(":80")]
    [InlineData("http://localhost:80")]
    [InlineData("good.example:80,*:80")]
    [InlineData("10.0.0.0/8:80")]
    public void A_setting_that_is_no_list_of_pairs_is_refused_by_its_name(string setting) =>
        Should.Throw<InvalidOperationException>(() => FetchAllowance.Parse(setting)).Message.ShouldStartWith("MAGPIE_FETCH_ALLOW ");

    [Fact]
    public void No_text_makes_it_throw() =>
        Prop.ForAll<string>(text => FetchUrl.Parse(text, FetchAllowance.None) is ({ }, null) or (null, { Length: > 0 })).QuickCheckThrowOnFailure();
}
