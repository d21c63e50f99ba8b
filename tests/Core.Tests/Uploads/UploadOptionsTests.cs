using Magpie.Uploads;

namespace Magpie.Core.Tests.Uploads;

public sealed class UploadOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => new UploadOptionsValidator().Validate(null, new UploadOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void A_value_out_of_range_is_named_with_its_setting() =>
        Failures(new UploadOptions { MaxFiles = 0 }).ShouldContain("Magpie:Uploads.MaxFiles must be between 1 and 100");

    [Fact]
    public void A_lifetime_out_of_range_is_named_with_its_setting() =>
        Failures(new UploadOptions { UrlLifetime = TimeSpan.FromDays(8) }).ShouldContain("Magpie:Uploads.UrlLifetime must be between 00:01:00 and 1.00:00:00");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(0x7FFF_FFC7, true)]
    [InlineData(0x7FFF_FFC8, false)]
    public void A_photo_may_be_as_large_as_an_array(long bytes, bool valid) =>
        new UploadOptionsValidator().Validate(null, new UploadOptions { MaxImageBytes = bytes }).Succeeded.ShouldBe(valid);

    private static string Failures(UploadOptions options) => new UploadOptionsValidator().Validate(UploadOptions.Section, options).FailureMessage ?? "";
}
