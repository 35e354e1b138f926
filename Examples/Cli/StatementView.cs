using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Spectre.Console;
using MarkdownTable = Markdig.Extensions.Tables.Table;
using MarkdownTableRow = Markdig.Extensions.Tables.TableRow;
using Table = Spectre.Console.Table;

namespace Workbook.Examples.Cli;

/// <summary>Draws the Markdown of statements and hints in a terminal: what they use of it, and nothing more.</summary>
internal static partial class StatementView
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    /// <param name="terminal">Where to draw.</param>
    /// <param name="markdown">The text.</param>
    /// <param name="unfold">Whether what stands in <c>&lt;details&gt;</c> is shown, or only its summary.</param>
    public static void Write(IAnsiConsole terminal, string markdown, bool unfold)
    {
        // Folded answers have no meaning in a terminal: the summary alone, or all of it, as plain Markdown.
        var text = Details().Replace(markdown, match => unfold
            ? $"*{match.Groups["summary"].Value.Trim()}*: {match.Groups["answer"].Value.Trim()}"
            : $"*{match.Groups["summary"].Value.Trim()}*: see with --answers");
        foreach (var block in Markdown.Parse(text, s_pipeline))
        {
            Write(terminal, block, indent: 0);
            terminal.WriteLine();
        }
    }

    private static void Write(IAnsiConsole terminal, Block block, int indent)
    {
        switch (block)
        {
            case HeadingBlock heading:
                terminal.MarkupLine($"[bold{(heading.Level == 1 ? " underline" : "")}]{Inline(heading.Inline)}[/]");
                break;
            case CodeBlock code: // pictures: never wrapped, since a wrapped picture shows something else
                foreach (var line in code.Lines.ToString().TrimEnd('\n').Split('\n'))
                    terminal.Write(new Text(new string(' ', indent + 2) + line.TrimEnd() + "\n", Style.Parse("cyan")) { Overflow = Overflow.Crop });
                break;
            case MarkdownTable table:
                Write(terminal, table);
                break;
            case ListBlock list:
                var number = int.TryParse(list.OrderedStart, out var start) ? start : 1;
                foreach (var item in list.OfType<ListItemBlock>()) WriteItem(terminal, item, list.IsOrdered ? $"{number++}. " : "• ", indent);
                break;
            case LeafBlock { Inline: not null } leaf:
                terminal.Write(new Padder(new Markup(Inline(leaf.Inline)), new Padding(indent, 0, 0, 0)));
                break;
            case LeafBlock leaf: // HTML that is no <details>
                terminal.WriteLine(leaf.Lines.ToString());
                break;
            case ContainerBlock container: // a quotation
                foreach (var inner in container) Write(terminal, inner, indent + 2);
                break;
        }
    }

    private static void WriteItem(IAnsiConsole terminal, ListItemBlock item, string bullet, int indent)
    {
        var isFirst = true;
        foreach (var block in item)
        {
            if (isFirst && block is ParagraphBlock paragraph)
                terminal.Write(Beside(bullet.TrimEnd(), Inline(paragraph.Inline), indent));
            else
                Write(terminal, block, indent + bullet.Length);
            isFirst = false;
        }
    }

    // Text that wraps beside its bullet, not below it.
    private static Grid Beside(string bullet, string markup, int indent)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(indent, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        return grid.AddRow(new Text(bullet), new Markup(markup));
    }

    private static void Write(IAnsiConsole terminal, MarkdownTable source)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var row in source.OfType<MarkdownTableRow>())
        {
            var cells = row.OfType<TableCell>().Select(cell => Inline((cell.FirstOrDefault() as LeafBlock)?.Inline)).ToList();
            if (!row.IsHeader) table.AddRow([.. cells.Take(table.Columns.Count)]);
            else foreach (var (cell, column) in cells.Select((cell, column) => (cell, column)))
                table.AddColumn(new TableColumn(cell)
                {
                    Alignment = column < source.ColumnDefinitions.Count && source.ColumnDefinitions[column].Alignment == TableColumnAlign.Right
                        ? Justify.Right : Justify.Left,
                });
        }
        terminal.Write(table);
    }

    // Spectre's markup for a run of text.
    private static string Inline(ContainerInline? inlines) => inlines is null ? "" : string.Concat(inlines.Select(inline => inline switch
    {
        LiteralInline literal => Markup.Escape(literal.Content.ToString()),
        CodeInline code => $"[cyan]{Markup.Escape(code.Content)}[/]",
        EmphasisInline { DelimiterCount: >= 2 } strong => $"[bold]{Inline(strong)}[/]",
        EmphasisInline emphasis => $"[italic]{Inline(emphasis)}[/]",
        LinkInline link => $"{Inline(link)}{(link.Url is { } url ? $" ({Markup.Escape(url)})" : "")}",
        AutolinkInline link => Markup.Escape(link.Url),
        LineBreakInline { IsHard: true } => "\n",
        LineBreakInline => " ",
        HtmlEntityInline entity => Markup.Escape(entity.Transcoded.ToString()),
        HtmlInline html => Markup.Escape(html.Tag),
        ContainerInline container => Inline(container),
        _ => Markup.Escape(inline.ToString() ?? ""),
    }));

    [GeneratedRegex(@"<details>\s*<summary>(?<summary>.*?)</summary>(?<answer>.*?)</details>", RegexOptions.Singleline)]
    private static partial Regex Details();
}
