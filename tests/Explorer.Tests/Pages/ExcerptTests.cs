using Workbook.Explorer.Pages;

namespace Workbook.Explorer.Tests.Pages;

/// <summary>What a page shows of a source file.</summary>
public class ExcerptTests
{
    [Fact]
    public void A_short_file_is_shown_as_a_whole_without_the_indentation_of_its_types()
    {
        var source = Excerpt.Of("Shop.cs", ["class Shop", "{", "    void Sell()", "    {", "        left--;  ", "\t}", "}"], [5]);
        var part = Assert.Single(source.Parts);
        Assert.Equal(1, part.First);
        Assert.Equal(["class Shop", "{", "void Sell()", "{", "    left--;", "}", "}"], part.Lines);
    }

    [Fact]
    public void Of_a_long_file_only_what_is_around_the_steps_is_shown()
    {
        var lines = Enumerable.Range(1, 1_000).Select(line => $"{line}").ToList();
        var source = Excerpt.Of("Shop.cs", lines, [400, 5, 410, 2_000]);
        Assert.Equal([(1, 20), (370, 56)], source.Parts.Select(part => (part.First, part.Lines.Count)));
        Assert.Equal("400", source.Parts[1].Lines[30]);
    }

    [Fact]
    public void Neither_many_nor_long_lines_make_a_large_page()
    {
        var lines = Enumerable.Repeat(new string('x', 100_000), 50_000).ToList();
        var source = Excerpt.Of("Shop.cs", lines, Enumerable.Range(1, 50_000));
        Assert.Equal(600, source.Parts.Sum(part => part.Lines.Count));
        Assert.All(source.Parts, part => Assert.All(part.Lines, line => Assert.InRange(line.Length, 1, 241)));
    }
}
