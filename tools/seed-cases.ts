import type { TriageSample, TriageType } from '../src/ports.js';

/** Short support messages from everyday products, written for this project: `title | body`, one a line. */
const LINES: Readonly<Record<TriageType, string>> = {
  BUG: `
App crashes when I export the report | Every time I click Export the app closes. It started with the last update. I see an error for a second.
Login fails with invalid token | After resetting my password the login page shows "invalid token". Expected: I am signed in.
Invoice shows the wrong total | The invoice adds the tax twice. The total should be 119.00 but it says 138.04.
Page is blank after signing in | I get a white page in Firefox and Chrome. The console says TypeError: undefined is not a function.
Search returns no results | Searching for an existing customer gives an empty list since yesterday. It worked before.
Upload stops at 99% | Large files never finish uploading. The progress bar is stuck and then an error appears.
Emails are sent twice | Our customers get every notification two times. This began after the upgrade.
Cannot save changes to my profile | When I press Save nothing happens. Steps: open profile, change the phone number, press Save. The old number is still there.
Server returns 500 on checkout | Payment fails with an internal server error. All our customers are affected, production is down.
Dates are shown in the wrong time zone | A meeting at 10:00 is displayed as 08:00. The setting is correct.
Data lost after sync | After the sync all my notes from last week were gone. We lost work and need them back.
Printing does not work anymore | Since the new version the print button does nothing. No error message.
Filter is ignored in the export | I filter by status open but the CSV file contains all rows.
Mobile app freezes on the start screen | The app hangs on the logo and never loads. Reinstalling did not help.
Password reset mail never arrives | I requested it five times and checked spam. Nothing comes.
Broken link in the footer | The link to the terms gives 404 not found.
Notifications badge shows wrong number | It says 3 unread messages but there are none.
Charged twice for one order | My card was charged two times for order 4711. This is a bug in the checkout.
Dropdown is cut off on small screens | The last entries are hidden and cannot be selected on a phone.
Sorting by price gives incorrect order | 100 is listed before 20. It looks like numbers are sorted as text.
API returns 403 although the key is valid | The same request worked until Monday. Now every call is rejected.
Session expires after one minute | I am logged out again and again. Expected is 30 minutes.
Memory usage grows until the service is killed | The worker leaks memory, after two hours it is out of memory and restarts.
Image rotation is lost on save | I rotate a photo, save it, and it is back to the old orientation.
Error when deleting a user | Deleting a user throws "foreign key violation" and the page does not load any more.
Scanner does not read the barcode | It beeps but no number is entered. Other devices work.
Duplicate entries in the customer list | The same customer appears three times after the import.
Video has no sound | Playback is fine but there is no audio, on all browsers.
Wrong translation on the cancel button | In German the button says the opposite of what it does.
Timer keeps running after I stop it | I press stop, but the counter continues and books wrong hours.`,
  FEATURE: `
Please add a dark mode | It would be nice to have a dark theme for night shifts.
Export to Excel | I would like to export the table as xlsx, not only as CSV.
Allow several recipients for a notification | Currently only one address is possible. We would like to enter a list.
Support single sign-on | Please support SAML so that our staff can use the company login.
Add keyboard shortcuts | Shortcuts for the most common actions would save a lot of time.
Option to hide completed tasks | An option to hide finished items would make the list easier to read.
Feature request: bulk edit | Editing fifty records one by one is slow. Please make it possible to select many and change them at once.
Integration with our calendar | It would be great if appointments were synchronised with Google Calendar and Outlook.
Ability to rename projects | There should be a way to rename a project after it is created.
Make the page size configurable | Ten rows are too few. I suggest 50 or a setting.
Add two-factor authentication | For security we would like a second factor at sign-in.
Custom fields for customers | We need to store our own customer number. Could you add custom fields?
Webhook when an order changes | Please provide a webhook so that our system is told about changes.
Offline mode for the mobile app | Field staff have no network. It would help if the app worked without a connection.
Suggestion: show the total in the header | A running total at the top would be helpful.
Improve the search with filters | Searching by date range and status would be a great improvement.
Support more languages | Please offer French and Spanish, many of our clients do not speak English.
Allow undo of the last action | An undo button would prevent many mistakes.
Add a map view | Showing our sites on a map instead of a list would be useful.
Template for replies | We write the same answer every day. Let us save templates.
Let me reorder the columns | I wish I could drag the columns into another order.
Add a read-only role | We want auditors to see everything but change nothing. A new role is needed.
Push notifications | Would be good to get a push message when a task is assigned.
API endpoint for statistics | We propose an endpoint that returns the weekly figures.
Automatic backup to our own storage | Please consider a scheduled export to S3.
Allow uploading several files at once | At the moment I must upload one by one. Multi-select would be nice.
Reminder before a contract ends | The system should remind us thirty days before.
Add copy button next to the code | It would be more convenient than selecting the text.
Barcode scanning with the camera | Enhancement: use the phone camera instead of a scanner.
Show who changed a record | We would like a history with name and time for each change.`,
  QUESTION: `
How do I change my password? | I cannot find the setting. Where is it?
Where can I find my invoices? | I need the invoices of last year for my tax advisor. Can you tell me where they are?
What does the status pending mean? | My order has been pending since Monday. Is this normal?
Is it possible to have two accounts? | I want to separate private and business. Can I use the same email?
How to connect the printer | I am new to this and do not understand the manual. What should I do first?
Difference between the plans | What is the difference between Basic and Pro? Which one do I need for five people?
Can I cancel at any time? | Is there a notice period? What happens to my data?
Help with the import | I am trying to import my contacts but I am not sure which format is right. Any help is appreciated.
Why is my account limited? | I got a message about a limit. What does it mean and how can I remove it?
Do you offer a discount for schools? | We are a small school. Who can I talk to about prices?
Which browsers are supported? | We still use an older version. Does it work?
How can I give a colleague access? | I want to invite someone. Which role should I choose?
Understanding the report | Could someone explain how the average is calculated? I do not understand the numbers.
Is my data stored in Europe? | Our lawyer asks where the servers are and how long data is kept.
How do I set up the email on my phone? | What server name and port do I have to enter?
Question about the API rate limit | How many requests per minute are allowed? I could not find it in the documentation.
What is the correct way to delete a project? | Should I archive it first? I do not want to do anything wrong.
Can I use the app on two devices? | Do I need another license for my tablet?
Not sure which version I have | How do I find out the version? Is an update necessary?
How long does delivery take? | I ordered yesterday. When will it arrive?
Any guide for beginners? | Is there a tutorial or an example I can follow?
Could you explain the error code E42? | I do not know what it means. What can I do?
How should I configure the proxy? | We are behind a company proxy. Which settings are recommended?
Is there a way to see old messages? | I was wondering whether deleted messages can be read somewhere.
What happens when the trial ends? | Will I be charged automatically?
Am I doing this right? | I followed the steps but I am confused about step 4. Please advise.
Can somebody help me to install it on Windows? | I have never done this before. Which file do I download?
Does it work with version 12? | Before I upgrade I would like to know if it is compatible.
Who can see my profile? | I wonder if other customers see my phone number.
How do permissions work? | Does a manager see all cases or only those of the team?`,
};

/** Each seed counts as this many cases. */
const WEIGHT = 3;

/** Everyday support messages, so that the general model also knows products other than software libraries. */
export function seedCases(): TriageSample[] {
  const seeds = Object.entries(LINES).flatMap(([type, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line) => {
        const [title = '', body = ''] = line.split(' | ');
        return { title, body, type: type as TriageType };
      }),
  );
  return Array.from({ length: WEIGHT }, () => seeds).flat();
}
