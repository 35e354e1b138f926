using Workbook.Ipc.Pipes;

namespace Workbook.Examples.Ipc.Questions;

/// <summary>The other process: answers, in its own order, and leaves.</summary>
public static class Child
{
    /// <summary>Answers one question; then waits until it has <paramref name="batch"/> of them, and answers the last one
    /// first.</summary>
    public static void Serve(Connection connection, int batch)
    {
        using (connection)
        {
            connection.Send(AnswerTo(connection.Receive<Question>()));
            var questions = new Stack<Question>();
            while (questions.Count < batch) questions.Push(connection.Receive<Question>()); // [collect]
            foreach (var question in questions) connection.Send(AnswerTo(question));        // [reverse]
        }
    }

    private static Answer AnswerTo(Question question)
    {
        var letters = question.Text.ToCharArray();
        Array.Reverse(letters);
        return new Answer(question.Number, new string(letters));
    }
}
