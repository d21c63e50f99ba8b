using Magpie.Uploads;
using Magpie.Uploads.Rules;

namespace Magpie.Core.Tests.Uploads;

public sealed class UploadRulesTests
{
    private static readonly UploadFile Good = new()
    {
        Name = "nest.jpg",
        ContentType = "image/jpeg",
        Size = 4_183_221,
        Title = "Nest",
        Tags = ["nest", "bald eagle"],
        Sha256 = new string('A', 64),
    };

    private readonly UploadRules _rules = new(new UploadOptions());

    [Fact]
    public void A_file_that_is_described_well_is_accepted() => _rules.Check([Good]).ShouldBeEmpty();

    [Fact]
    public void A_request_without_files_is_refused() => _rules.Check([]).ShouldHaveSingleItem().Code.ShouldBe(FileCountRule.NoFiles);

    [Fact]
    public void A_hundred_files_are_accepted() => _rules.Check([.. Enumerable.Repeat(Good, 100)]).ShouldBeEmpty();

    [Fact]
    public void A_hundred_and_one_files_are_refused_with_one_error() =>
        _rules.Check([.. Enumerable.Repeat(Good with { Name = "" }, 101)]).ShouldHaveSingleItem().Code.ShouldBe(FileCountRule.TooManyFiles);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../nest.jpg")]
    [InlineData("C:\\nest.jpg")]
    [InlineData("nest\0.jpg")]
    [InlineData("nest\r\nX-Evil: 1.jpg")]
    [InlineData("gpj.\u202Etsen.jpg")]
    [InlineData("\u2028nest.jpg")]
    [InlineData("..")]
    [InlineData("  ")]
    public void A_name_that_is_missing_or_hides_something_is_refused(string? name) =>
        CodesOf(Good with { Name = name }).ShouldBe([NameRule.Code]);

    [Fact]
    public void A_name_that_is_half_a_character_is_refused() => CodesOf(Good with { Name = "nest\uD800.jpg" }).ShouldBe([NameRule.Code]);

    [Fact]
    public void A_name_of_256_characters_is_refused_and_one_of_255_is_not()
    {
        CodesOf(Good with { Name = new string('n', 252) + ".jpg" }).ShouldBe([NameRule.Code]);
        CodesOf(Good with { Name = new string('n', 251) + ".jpg" }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("鷲の巣.jpg")]
    [InlineData("👩‍🔬 nest (1).JPEG")]
    [InlineData(".jpg")]
    [InlineData("nest")]
    public void A_name_in_any_script_is_accepted(string name) => CodesOf(Good with { Name = name }).ShouldBeEmpty();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("image/svg+xml")]
    [InlineData("text/html")]
    [InlineData("application/pdf")]
    [InlineData("application/x-msdownload")]
    [InlineData("image/*")]
    [InlineData("application/octet-stream")]
    public void A_type_that_is_not_a_picture_or_a_video_we_know_is_refused(string? type) =>
        CodesOf(Good with { ContentType = type }).ShouldBe([ContentTypeRule.Code]);

    [Theory]
    [InlineData("IMAGE/JPEG", "nest.jpg")]
    [InlineData("image/jpg", "nest.jpeg")]
    [InlineData("video/webm;codecs=vp9", "nest.webm")]
    [InlineData("image/heic", "IMG_0001.HEIC")]
    [InlineData("image/bmp", "chickadee.bmp")]
    public void A_type_is_known_by_its_other_names_too(string type, string name) =>
        CodesOf(Good with { ContentType = type, Name = name }).ShouldBeEmpty();

    [Theory]
    [InlineData("nest.png")]
    [InlineData("nest.jpg.svg")]
    [InlineData("nest.html")]
    [InlineData("nest.exe")]
    public void An_extension_of_another_type_is_refused(string name) => CodesOf(Good with { Name = name }).ShouldBe([ExtensionRule.Code]);

    [Theory]
    [InlineData(null, SizeRule.Invalid)]
    [InlineData(-1L, SizeRule.Invalid)]
    [InlineData(long.MinValue, SizeRule.Invalid)]
    [InlineData(0L, SizeRule.Empty)]
    [InlineData(100_000_001L, SizeRule.TooLarge)]
    [InlineData(long.MaxValue, SizeRule.TooLarge)]
    public void A_size_that_cannot_be_is_refused(long? size, string code) => CodesOf(Good with { Size = size }).ShouldBe([code]);

    [Fact]
    public void A_video_may_be_larger_than_an_image()
    {
        var video = Good with { Name = "nest.mp4", ContentType = "video/mp4" };
        CodesOf(video with { Size = 2_000_000_000 }).ShouldBeEmpty();
        CodesOf(video with { Size = 2_000_000_001 }).ShouldBe([SizeRule.TooLarge]);
    }

    [Fact]
    public void A_title_of_10000_characters_is_refused() => CodesOf(Good with { Title = new string('t', 10_000) }).ShouldBe([TitleRule.Code]);

    [Fact]
    public void A_title_of_200_characters_between_spaces_is_accepted() => CodesOf(Good with { Title = $"  {new string('t', 200)} " }).ShouldBeEmpty();

    [Theory]
    [InlineData("Ne\u0007st")]
    [InlineData("two\nlines")]
    public void A_title_with_control_characters_is_refused(string title) => CodesOf(Good with { Title = title }).ShouldBe([TitleRule.Code]);

    [Fact]
    public void A_thousand_tags_are_refused() =>
        CodesOf(Good with { Tags = [.. Enumerable.Range(0, 1_000).Select(n => $"t{n}")] }).ShouldBe([TagsRule.TooMany]);

    [Theory]
    [InlineData(null)]
    [InlineData("a\u0000b")]
    [InlineData("123456789-123456789-123456789-123456789-123456789-123456789-12345")]
    public void A_tag_that_is_no_short_text_is_refused(string? tag) => CodesOf(Good with { Tags = ["fine", tag] }).ShouldBe([TagsRule.Invalid]);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void A_checksum_that_is_no_sha256_is_refused(string sha256) => CodesOf(Good with { Sha256 = sha256 }).ShouldBe([ChecksumRule.Code]);

    [Fact]
    public void An_error_names_its_file_and_shows_nothing_that_was_hidden_in_the_name()
    {
        var error = _rules.Check([Good, Good with { Name = "a\u0000/\u202E" + new string('b', 300) }])[0];
        error.File.ShouldBe(1);
        error.Name!.ShouldStartWith("a\uFFFD/\uFFFDbbb");
        error.Name!.Length.ShouldBeLessThan(90);
    }

    [Fact]
    public void Limits_are_those_of_the_options()
    {
        var rules = new UploadRules(new UploadOptions { MaxImageBytes = 10, MaxFiles = 1, MaxTitleLength = 3, MaxTags = 1, MaxTagLength = 4 });
        rules.Check([Good with { Title = "four", Tags = ["one", "two"], Size = 11 }]).Select(error => error.Code)
            .ShouldBe([SizeRule.TooLarge, TitleRule.Code, TagsRule.TooMany]);
        rules.Check([Good, Good]).ShouldHaveSingleItem().Code.ShouldBe(FileCountRule.TooManyFiles);
    }

    private IEnumerable<string> CodesOf(UploadFile file) => _rules.Check([file]).Select(error => error.Code);
}
